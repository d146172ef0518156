using System.Collections.Immutable;
using Slipway.Core.Environments;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Second places that name the Compose project.</summary>
public sealed class ProjectName : Rule
{
    private static readonly ImmutableArray<string> Keys = ["COMPOSE_PROJECT_NAME", "STACK_PROJECT_NAME"];

    /// <inheritdoc />
    public override string Id => "environment/project-name";

    /// <inheritdoc />
    public override string Reason =>
        "The project names the volumes, so a command by hand that takes another one from a file starts with empty volumes, "
        + "or with those of the other environment.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var environment in facts.Projects)
        {
            foreach (
                var file in environment
                    .LoadedEnvFiles.Values.Select(loaded => loaded.File)
                    .Prepend(environment.Env.File)
                    .DistinctBy(file => file.FileName)
            )
            {
                foreach (var entry in file.Entries.Where(entry => Keys.Contains(entry.Name)))
                {
                    yield return Found(
                        new SourcePosition(file.FileName, entry.Line, entry.Name),
                        $"{entry.Name} in {file.FileName} names a Compose project besides {environment.Project}, which {facts.File} gives "
                        + $"to {environment.Name}",
                        $"remove the line; by hand, give Compose the project as -p {environment.Project}",
                        facts.EnvironmentsOf([environment]));
                }
            }

            if (environment.Sources.Written("name") is not var (written, place)) continue;
            var name = EnvExpansion.Expand(written, environment.Env.File.Values.GetValueOrDefault).Text;
            if (name == environment.Project) continue;
            yield return Found(
                environment.OriginOf(place, written, name),
                $"the Compose files name the project {name}, and {facts.File} gives {environment.Project} to {environment.Name}",
                $"remove 'name: {written}' from {place.File}; by hand, give Compose the project as -p {environment.Project}",
                facts.EnvironmentsOf([environment]));
        }
    }
}
