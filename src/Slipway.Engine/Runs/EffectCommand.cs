using System.Collections.Immutable;
using Slipway.Core.Commands;

namespace Slipway.Engine.Runs;

/// <summary>Runs a command that has an effect, so that it comes to its own end where this process is killed.</summary>
internal sealed class EffectCommand(StepContext step)
{
    /// <summary>Runs it to its end.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public async Task<CommandResult> RunAsync(Command command)
    {
        // Ended between two of its effects, a command would leave what no plan knows: it outlives this process.
        var result = await step.Host.Commands.RunDetachedAsync(
            command,
            line => step.OnLine(step.Redactor.Clean(line)),
            step.Cancellation
        );
        if (result.Succeeded) return result;

        await step.Docker.RequireEngineAsync(step.Cancellation);
        var (evidence, of) = await EvidenceAsync(result);
        throw new StepFailedException($"`{command}` ended with exit code {result.ExitCode}.", evidence, of);
    }

    /// <summary>
    /// The last lines of a container that is not healthy, if there is one: they say more than Compose does. Otherwise those of the command.
    /// </summary>
    private async Task<(ImmutableArray<string> Lines, string Of)> EvidenceAsync(CommandResult result)
    {
        var unhealthy = (await step.Docker.ContainersAsync(step.Desired.Project, step.Cancellation)).FirstOrDefault(container =>
            !container.IsHealthy && container.Health != "starting"
        );
        if (unhealthy is not null && result.Error.Contains(unhealthy.Name, StringComparison.Ordinal))
            return (await Evidence.OfLogAsync(step.Docker, unhealthy.Name, step.Redactor, step.Cancellation), unhealthy.Name);
        return (Evidence.Of(result, step.Redactor), "the output");
    }
}
