using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Env files that both environments load. That the definition gives two environments one env file shows when it is read.</summary>
public sealed class SharedEnvFile : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-env-file";

    /// <inheritdoc />
    public override string Reason =>
        "With one env file for both, every secret in it is one for both, and a change for development is one for production.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = one
                .Sources.EnvFiles.Select(load => load.File)
                .Append(one.Definition.Compose.EnvFile ?? "")
                .ToHashSet(StringComparer.Ordinal);
            foreach (var load in other.Sources.EnvFiles.Where(load => theirs.Contains(load.File)).DistinctBy(load => load.Place))
            {
                yield return Found(
                    load.Place,
                    $"{load.File} is loaded in {other.Name}, and "
                    + $"{(load.File == one.Definition.Compose.EnvFile ? $"is the env file of {one.Name}" : $"in {one.Name} too")}",
                    "load a file of each environment's own, for example env_file: "
                    + $"{other.Definition.Compose.EnvFile ?? $".env.{other.Name}"} in the overlay of {other.Name}",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Folder, facts.Absolute(load.File)) };
            }
        }
    }
}
