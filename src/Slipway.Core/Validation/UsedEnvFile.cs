using System.Collections.Immutable;
using Slipway.Core.Secrets;

namespace Slipway.Core.Validation;

/// <summary>An env file and those that read it.</summary>
/// <param name="File">The file.</param>
/// <param name="Projects">The environments, and perhaps the shared project, whose own it is or whose services load it.</param>
public sealed record UsedEnvFile(EnvFileFacts File, ImmutableArray<EnvironmentFacts> Projects)
{
    /// <summary>The file's name.</summary>
    public string Name => File.File.FileName;

    /// <summary>
    /// Whether it is for its owner only: an environment's own env file, and another one where a key sounds like a secret.
    /// </summary>
    public bool IsSensitive =>
        Projects.Any(project => project.Env.File.FileName == Name)
        || File.File.Entries.Any(entry => SecretValue.Is(entry.Name, entry.Value));
}
