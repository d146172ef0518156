using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Core.Validation;

namespace Slipway.Engine.Validation;

/// <summary>What the files say, before Compose has rendered anything.</summary>
/// <param name="Stack">The definition; folders that it declares as shared are absolute.</param>
/// <param name="Definition">Where its keys stand.</param>
/// <param name="Environments">The environments, and the shared project where there is one.</param>
public sealed record StackDraft(StackDefinition Stack, SourceFile Definition, ImmutableArray<EnvironmentDraft> Environments);

/// <summary>What the files say of one project.</summary>
public sealed record EnvironmentDraft
{
    /// <summary>The environment with every reference filled in. For the shared project, one that has nothing else.</summary>
    public required EnvironmentDefinition Definition { get; init; }

    /// <summary>Whether it is the shared project.</summary>
    public bool IsShared { get; init; }

    /// <summary>The edge as this environment's env file gives its ports.</summary>
    public required EdgeDefinition Edge { get; init; }

    /// <summary>The env file.</summary>
    public required EnvFileFacts Env { get; init; }

    /// <summary>The env file's absolute path; empty where the project has none.</summary>
    public required string EnvPath { get; init; }

    /// <summary>The Compose files.</summary>
    public required ComposeSources Sources { get; init; }

    /// <summary>Env files that services load themselves, by name.</summary>
    public ImmutableSortedDictionary<string, EnvFileFacts> LoadedEnvFiles { get; init; } =
        ImmutableSortedDictionary<string, EnvFileFacts>.Empty;

    /// <summary>The site files.</summary>
    public ImmutableArray<SiteFacts> Sites { get; init; } = [];

    /// <summary>The rendered model, where somebody has it already.</summary>
    public ComposeModel? Rendered { get; init; }

    /// <summary>What its services mount of the work tree, where somebody has read it already.</summary>
    public ImmutableArray<MountedSource>? Mounted { get; init; }

    /// <summary>Cleans the env file's secrets out of texts.</summary>
    public Redactor Redactor => Redactor.ForEnvironment(Env.File.Values);
}
