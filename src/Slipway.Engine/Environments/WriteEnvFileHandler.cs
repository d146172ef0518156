using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Environments;

/// <summary>Writes a new env file, and never over another one.</summary>
public sealed class WriteEnvFileHandler : ActionHandler<WriteEnvFile>
{
    /// <inheritdoc />
    protected override Task<StepEvidence> RunAsync(WriteEnvFile action, StepContext step)
    {
        var env = step.Loaded.Env;
        if (step.Host.Files.ReadText(action.Path) is { } text && text != env.Text)
        {
            throw new StepFailedException($"{action.Path} was created since the plan was made; it is not overwritten.")
            {
                ExitCode = ExitCode.Refused,
            };
        }

        step.Host.Files.WriteText(action.Path, env.Text.Reveal());
        step.Host.Report.Warn($"made {action.Path} with fresh random secrets (mode 0600); keep it, the data is locked with them");
        return Task.FromResult<StepEvidence>("");
    }
}
