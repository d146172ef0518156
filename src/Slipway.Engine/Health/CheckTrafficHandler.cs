using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Reports;
using Slipway.Core.Text;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Health;

/// <summary>Fails where an environment dropped requests or WebSockets since the run changed the first service.</summary>
public sealed class CheckTrafficHandler : ActionHandler<CheckTraffic>
{
    /// <inheritdoc />
    protected override Task<StepEvidence> RunAsync(CheckTraffic action, StepContext step)
    {
        var figures = (step.Traffic?.Read() ?? []).ToImmutableDictionary(measured => measured.Environment);
        var judged = action.Environments.Select(environment =>
            figures.TryGetValue(environment, out var measured) ? Judge(measured, step) : $"{environment} was not measured"
        );
        return Task.FromResult<StepEvidence>(string.Join("; ", judged));
    }

    private static string Judge(TrafficFigures measured, StepContext step)
    {
        var environment = measured.Environment;
        var dropped = string.Join(
            " and ",
            new[] { (Number: measured.LostRequests, Noun: "request"), (measured.LostSockets, "WebSocket") }
                .Where(part => part.Number > 0)
                .Select(part => Count.Of(part.Number, part.Noun))
        );
        if (dropped.Length == 0) return TrafficText.Of(measured);
        if (OtherCause(measured, step) is { } cause)
        {
            step.Host.Report.Warn($"{environment} dropped {dropped} during the run; ignored, because {cause}");
            return $"{environment} dropped {dropped}; ignored, because {cause}";
        }

        throw new StepFailedException(
            $"{environment} dropped {dropped} since the first service of {step.Desired.Environment.Name} was touched."
        )
        {
            Remedy =
                $"find out what they share: `{Invocation.Of("VerifyIsolation")}`, and the host's memory and processors; "
                + $"then run {step.Plan.Intent.Target} again.",
        };
    }

    /// <summary>Why an environment may have dropped something without this run, or null.</summary>
    private static string? OtherCause(TrafficFigures measured, StepContext step)
    {
        var environment = measured.Environment;
        if (measured.FailedBefore > 0 || measured.DroppedBefore > 0)
            return $"{environment} had failures before the first service was touched";
        if (step.Host.Locks.Read(step.Paths.Lock(environment)) is { } holder)
            return $"{holder.Doing} was running on {environment}";
        var ledger = new ReleaseStore(step.Host.Files, step.Paths, environment).Ledger.Read();
        // A line of the future was written while the clock was ahead, so before this run.
        return ledger.LastOrDefault() is { } last && last.AtUtc >= step.RunBeganUtc && last.AtUtc <= step.Host.Clock.GetUtcNow()
            ? $"another command ran on {environment}"
            : null;
    }
}
