using System.Globalization;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Guards;

/// <summary>Refuses outside of the maintenance window.</summary>
public sealed class CheckWindowHandler : ActionHandler<CheckWindow>
{
    /// <inheritdoc />
    protected override Task<StepEvidence> RunAsync(CheckWindow action, StepContext step)
    {
        var now = step.Host.Clock.GetUtcNow();
        if (action.Window.OpenUntil(now) is { } end)
            return Task.FromResult<StepEvidence>(string.Create(CultureInfo.InvariantCulture, $"open until {end:yyyy-MM-dd HH:mm} UTC"));
        var failure = WindowMessages.Closed(step.Plan.Intent, action.Window, now);
        throw new StepFailedException($"{failure.What} {failure.Why}") { Remedy = failure.Do, ExitCode = ExitCode.Refused };
    }
}
