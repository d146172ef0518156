using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Guards;

/// <summary>Runs a guard's command until it succeeds, and refuses where it does not in time.</summary>
public sealed class AskGuardHandler : ActionHandler<AskGuard>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(AskGuard action, StepContext step)
    {
        var guard = action.Guard;
        var poll = new Poll(step.Host.Clock, Pause, guard.Wait);
        for (var attempt = 1; ; attempt++)
        {
            var (passes, said) = await AskAsync(action, step);
            if (passes) return attempt == 1 ? "passed" : $"passed at attempt {attempt}";
            // Whoever wants to stop is not kept waiting for what may take hours.
            if (poll.IsOver || step.Host.Stop.Signal is not null)
            {
                throw new StepFailedException($"guard \"{guard.Name}\" did not pass.", said, $"`{action.Command}`")
                {
                    Remedy = $"wait until it passes, or give it longer: waitSeconds of the guard in {step.Location.DisplayName}.",
                    ExitCode = ExitCode.Refused,
                };
            }

            step.OnLine($"waiting for guard \"{guard.Name}\", {poll.Left.TotalSeconds:0} s left");
            await poll.PauseAsync(step.Cancellation);
        }
    }

    private static async Task<(bool Passes, ImmutableArray<string> Said)> AskAsync(AskGuard action, StepContext step)
    {
        using var limit = new CancellationTokenSource(action.Guard.Timeout, step.Host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, step.Cancellation);
        try
        {
            var result = await step.Host.Commands.RunAsync(action.Command, cancellation: either.Token);
            return (result.Succeeded, Evidence.Of(result, step.Redactor));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !step.Cancellation.IsCancellationRequested)
        {
            return (false, [$"no answer within {action.Guard.Timeout.TotalSeconds:0} s"]);
        }
    }
}
