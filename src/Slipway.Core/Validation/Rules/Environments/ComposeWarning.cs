using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>What else Compose warns of when it reads the files.</summary>
public sealed class ComposeWarning : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/compose-warning";

    /// <inheritdoc />
    public override Severity Severity => Severity.Info;

    /// <inheritdoc />
    public override string Reason => "Compose reads the files in another way than they were meant, or a later version of it will.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from project in facts.Projects
        from warning in project.Compose.Warnings
        where ComposeWarnings.UnsetVariable(warning) is null
        group project by Told(facts, project, warning) into found
        select Found(
            new SourcePosition(found.Key.File, 0, ""),
            $"Compose warns: {found.Key.Text}",
            "change what it names",
            facts.EnvironmentsOf(found));

    // Compose begins with the file, absolute, where it knows it.
    private static (string File, string Text) Told(StackFacts facts, EnvironmentFacts project, string warning)
    {
        foreach (var file in project.Sources.Files)
        {
            var start = facts.Absolute(file) + ": ";
            if (warning.StartsWith(start, StringComparison.Ordinal)) return (file, warning[start.Length..].TrimEnd('.'));
        }

        return (project.Sources.Files.LastOrDefault("no Compose file"), warning.TrimEnd('.'));
    }
}
