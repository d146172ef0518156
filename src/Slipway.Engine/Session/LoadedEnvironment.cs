using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Secrets;

namespace Slipway.Engine.Session;

/// <summary>What was read of an environment.</summary>
/// <param name="Desired">What is wanted.</param>
/// <param name="Env">The env file.</param>
/// <param name="Redactor">Cleans those secrets out of texts.</param>
public sealed record LoadedEnvironment(DesiredState Desired, LoadedEnvFile Env, Redactor Redactor);

/// <summary>An env file as it is, or as the plan would make it.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="DisplayName">The name as the definition has it.</param>
/// <param name="Text">The content.</param>
/// <param name="IsNew">Whether the file does not exist yet.</param>
/// <param name="Values">The values by key.</param>
public sealed record LoadedEnvFile(
    string Path,
    string DisplayName,
    Secret Text,
    bool IsNew,
    ImmutableSortedDictionary<string, string> Values
)
{
    /// <summary>With a file that does not exist yet: the keys whose values are random.</summary>
    public ImmutableArray<string> Generated { get; init; } = [];
}
