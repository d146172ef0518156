using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Core.Observed;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Postgres;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Health;

/// <summary>Checks services once, and their routes until they answer as expected.</summary>
public sealed class CheckHealthHandler : ActionHandler<CheckHealth>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan GoodPause = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(CheckHealth action, StepContext step)
    {
        // A service that the health of the others depends on may run once and end well; Compose's own wait has seen to those.
        var containers = await StayingContainers.ReadAsync(action.Project, step);
        foreach (var service in action.Services)
        {
            ImmutableArray<ObservedContainer> own =
            [
                .. containers.Where(container => container.Service == service && !container.IsOneOff),
            ];
            if (!own.Any(container => container.IsHealthy || container is { State: "exited", ExitCode: 0 }))
                throw await FailureAsync(service, own.FirstOrDefault(), step);
        }

        if (action.Database is { } database) await AskAsync(database, step);
        await ProbeAllAsync(action, new CrashCheck(step.Docker, step.Redactor, containers), step);
        return string.Join(", ", action.Probes.Select(probe => $"{probe.Url} {probe.Expect.Status}"));
    }

    private static async Task AskAsync(DatabaseQuestion database, StepContext step)
    {
        // A new server of the official image ends once more before it is there for good.
        var poll = new Poll(step.Host.Clock, Pause, DatabasePatience);
        while (true)
        {
            var result = await step.Host.Commands.RunAsync(database.Command, cancellation: step.Cancellation);
            if (result.Succeeded) return;
            if (poll.IsOver)
            {
                throw new StepFailedException(
                    $"no backup of database {database.Name} could be made: {database.Service} does not answer its owner; "
                        + $"{DatabaseAccess.Hint(database.Service)}.",
                    [.. step.Redactor.Clean(result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(5)],
                    database.Service
                );
            }

            await poll.PauseAsync(step.Cancellation);
        }
    }

    private static async Task<StepFailedException> FailureAsync(string service, ObservedContainer? container, StepContext step) =>
        container is null
            ? new StepFailedException($"service {service} has no container.", [], service)
            : new StepFailedException(
                $"{container.Name} is {container.State}{(container.Health.Length > 0 ? $" ({container.Health})" : "")}.",
                await Evidence.OfLogAsync(step.Docker, container.Name, step.Redactor, step.Cancellation),
                container.Name
            );

    /// <summary>
    /// Probes all routes side by side. A container that ends meanwhile is not waited for: its last lines say more than a route that does
    /// not answer.
    /// </summary>
    private static async Task ProbeAllAsync(CheckHealth action, CrashCheck crashes, StepContext step)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(step.Cancellation);
        var probing = Task.WhenAll(action.Probes.Select(probe => ProbeAsync(probe, action, step, stop.Token)));
        try
        {
            await Poll.WhileAsync(
                probing,
                step.Host.Clock,
                CrashCheck.Interval,
                () => crashes.LookAsync(step.Cancellation),
                step.Cancellation
            );
        }
        finally
        {
            await stop.CancelAsync();
            await probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ProbeAsync(Probe probe, CheckHealth action, StepContext step, CancellationToken cancellation)
    {
        var host = step.Host;
        var access = probe.Authenticated ? step.Desired.Environment.Access : null;
        var poll = new Poll(host.Clock, Pause, action.Timeout);
        for (var (good, everGood) = (0, false); ;)
        {
            var result = await host.Probe.AskAsync(probe, access?.User, access?.Password, cancellation);
            if (result.BreachOf(probe.Expect) is not { } breach)
            {
                everGood = true;
                if (++good >= action.GoodInARow) return;
                await Task.Delay(GoodPause, host.Clock, cancellation);
                continue;
            }

            good = 0;
            var said = $"{probe.Url} {breach}";
            if (poll.IsOver)
            {
                var detail = result.Detail.Length > 0 ? $": {result.Detail}" : ".";
                throw new StepFailedException(
                    step.Redactor.Clean($"{said}{(everGood ? " at times" : "")} for {action.Timeout.TotalSeconds:0} s{detail}")
                );
            }

            step.OnLine(said);
            await poll.PauseAsync(cancellation);
        }
    }
}
