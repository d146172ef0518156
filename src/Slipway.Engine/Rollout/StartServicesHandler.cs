using System.Globalization;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Starts services, and measures how long those that are replaced are down.</summary>
public sealed class StartServicesHandler : ActionHandler<StartServices>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(StartServices action, StepContext step)
    {
        var down = await new DowntimeMeter(step.Docker, step.Host.Clock, action.Project).MeasureAsync(
            () => new HeldTraffic(step).DuringAsync(action.Held, () => step.RunAsync(action.Command)),
            step.Cancellation
        );
        if (down.IsEmpty) return "";
        var figures = down.Select(service => string.Create(CultureInfo.InvariantCulture, $"{service.Key} {service.Value:0.0} s"));
        return new StepEvidence($"down: {string.Join(", ", figures)}") { Away = down };
    }
}
