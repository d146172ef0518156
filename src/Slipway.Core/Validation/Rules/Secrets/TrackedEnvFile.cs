using Slipway.Core.Commands;

namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>Env files stay out of git.</summary>
public sealed class TrackedEnvFile : Rule
{
    /// <inheritdoc />
    public override string Id => "secrets/tracked-env-file";

    /// <inheritdoc />
    public override string Reason => "What git tracks goes to every clone and stays in the history, secrets included.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from read in facts.EnvFiles
        where read.File.IsTracked && read.IsSensitive
        let name = read.Name
        select Found(
            new SourcePosition(name, 0, ""),
            "git tracks this env file",
            $"git -C {ShellText.Quote(facts.Folder)} rm --cached --quiet -- {ShellText.Quote(name)}\n"
            + $"echo {ShellText.Quote(name)} >> {ShellText.Quote($"{facts.Folder}/.gitignore")}\n"
            + "# Then give every secret in it a new value: the history keeps the present ones.",
            facts.EnvironmentsOf(read.Projects));
}
