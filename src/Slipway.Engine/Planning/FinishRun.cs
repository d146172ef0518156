using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Planning;

/// <summary>Resumes the run that was interrupted, or rolls it back. Where there is none there is nothing to do.</summary>
public sealed class FinishRun(StackSession session, RunFrame frame)
{
    // Beyond what a start may take: a build or a dump that a killed run has left.
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(3);

    private readonly InterruptedRuns interrupted = new(session);

    /// <summary>Runs a Resume or an Abort.</summary>
    public async Task<RunOutcome> RunAsync(Intent intent, CancellationToken cancellation)
    {
        var environment = session.Find(intent.Environment);
        using var mine = session.Lock(environment.Name, intent.Target);
        if (interrupted.FindOrGiveUp(intent) is not { } left) return new RunOutcome(interrupted.Nothing(intent), "", null, false, "");

        await new DockerQueries(session.Host.Commands).RequireEngineAsync(cancellation);
        session.Host.Report.Say(left.Run.Said(environment.Name));
        await SettleAsync(left, mine, cancellation);
        var plan = left.PlanOf(intent);
        var loaded = left.Load(session.Host);
        var isAbort = intent.Kind == IntentKind.Abort;
        if (!isAbort) await RefuseOtherSourceAsync(intent, left, cancellation);
        var serves = Serves(left, environment.Name);
        var traffic = await frame.WorkAsync(
            left.Record,
            loaded,
            mine,
            executor =>
                isAbort
                    ? executor.AbortAsync(left.Record.Plan, left.Run.Run, left.Progress, serves, cancellation)
                    : executor.ResumeAsync(left.Record.Plan, left.Run.Run, left.Progress, serves, cancellation),
            cancellation
        );
        var outcome = isAbort
            ? new RunOutcome(plan, "", null, false, loaded.Desired.EnvFile)
            : RunFrame.Outcome(session, plan, loaded.Desired);
        return outcome with { Traffic = traffic };
    }

    // One who took the run over may have died before what the first one had started came to its end.
    private async Task SettleAsync(UnfinishedRun left, IHeldLock mine, CancellationToken cancellation)
    {
        var patience = left.Record.Desired.Environment.Health.Timeout + SettlePatience;
        foreach (var owner in (mine.Left?.Owners ?? []).Append(left.Run.Owner).OfType<string>().Distinct(StringComparer.Ordinal))
            await session.Host.Commands.SettleAsync(owner, patience, session.Host.Report.Say, cancellation);
    }

    private static string Serves(UnfinishedRun left, EnvironmentName environment) =>
        left.Store.ReadHistory().Current is { } release
            ? $"{environment} is at release {release} again."
            : $"{environment} serves nothing, as before.";

    /// <summary>A release is built from the source that was planned, or not at all.</summary>
    private async Task RefuseOtherSourceAsync(Intent intent, UnfinishedRun left, CancellationToken cancellation)
    {
        var isRead = Executor
            .ToRun(left.Record.Plan, left.Progress)
            .Any(step => step.Action is BuildImages { Source: null } or WriteRelease);
        if (!isRead) return;
        var desired = left.Record.Desired;
        var planned = desired.Builds;
        var now = planned.IsEmpty
            ? planned
            : await new SourceFingerprints(session).ReadAsync(desired.Compose, desired.CertificateFolders, cancellation);
        ImmutableArray<string> changed =
        [
            .. planned.Where(build => now.GetValueOrDefault(build.Key) != build.Value).Select(build => build.Key),
            .. await ChangedMountsAsync(desired.Mounted, cancellation),
        ];
        if (changed.IsEmpty) return;
        throw new SlipwayException(
            ExitCode.Refused,
            new Failure($"{intent.Target} was refused: the source of {string.Join(", ", changed)} is not the one that was planned.")
            {
                Why = "it changed since the run was interrupted, and the release would not be what was planned.",
                Do = $"bring the source back to what it was, or give the run up: {Invocation.For("Abort", intent.Environment.ToString())}",
                Now = $"the run is where it was; {left.Run.Said(intent.Environment)}.",
            }
        );
    }

    private async Task<IEnumerable<string>> ChangedMountsAsync(ImmutableArray<MountedSource> planned, CancellationToken cancellation)
    {
        var held = planned.Where(source => source.IsHeld).ToArray();
        var trees = await Task.WhenAll(held.Select(source => session.Host.Files.ReadTreeAsync(source.RealPath, cancellation)));
        return held.Zip(trees).Where(read => read.First.Fingerprint != read.Second.Fingerprint).Select(read => read.First.Name);
    }
}
