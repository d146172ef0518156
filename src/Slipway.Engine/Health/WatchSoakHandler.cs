using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Health;

/// <summary>Watches a release for a while after it has become healthy.</summary>
public sealed class WatchSoakHandler : ActionHandler<WatchSoak>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(WatchSoak action, StepContext step)
    {
        var crashes = new CrashCheck(step.Docker, step.Redactor, await StayingContainers.ReadAsync(action.Project, step));
        var maintenance = new MaintenanceSwitch(step.Host.Files, step.Paths.Maintenance(step.Desired.Project));
        return await new SoakCheck(
            step.Host,
            step.Redactor,
            step.Desired.Environment.Access,
            action,
            crashes,
            () => maintenance.Read() is not null,
            step.OnLine
        ).RunAsync(step.Cancellation);
    }
}
