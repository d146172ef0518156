using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>What an operator wants of an environment. Planner, executor and ledger are the same for all of them.</summary>
public enum IntentKind
{
    /// <summary>Bring the environment to what the work tree says.</summary>
    Deploy,

    /// <summary>Give the environment the images that another environment runs.</summary>
    Promote,

    /// <summary>Back to an earlier release.</summary>
    Rollback,

    /// <summary>Take a backup.</summary>
    Backup,

    /// <summary>Start the current release.</summary>
    Up,

    /// <summary>Stop the environment; volumes stay.</summary>
    Down,

    /// <summary>Resume the run that was interrupted.</summary>
    Resume,

    /// <summary>Roll back the run that was interrupted.</summary>
    Abort,
}

/// <summary>An intent and what it is about.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="Environment">The environment's name.</param>
public sealed record Intent(IntentKind Kind, EnvironmentName Environment)
{
    /// <summary>With <see cref="IntentKind.Rollback"/>: the release to go back to; null for the previous one.</summary>
    public ReleaseId? To { get; init; }

    /// <summary>With <see cref="IntentKind.Promote"/>: the environment whose release is taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EnvironmentName? From { get; init; }

    /// <summary>Whether the environment is production; null where its name says so already.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Production { get; init; }

    /// <summary>
    /// Volumes and folders that may be new and empty although data are recorded elsewhere; allowed by the operator by name.
    /// </summary>
    public ImmutableArray<string> AllowedVolumes { get; init; } = [];

    /// <summary>Whether a new release may be made outside of the environment's maintenance window.</summary>
    public bool OverrulesWindow { get; init; }

    /// <summary>Whether images are built although nothing changed, with the newest images that theirs begin with.</summary>
    public bool Rebuilds { get; init; }

    /// <summary>The target that has this intent, for messages.</summary>
    public string Target => Kind switch
    {
        IntentKind.Deploy => (Production ?? Environment == EnvironmentDefinition.UsualProduction) ? "DeployProd" : "DeployDev",
        IntentKind.Promote => "PromoteProd",
        _ => Kind.ToString(),
    };

    /// <summary>An intent for an environment of the definition.</summary>
    public static Intent For(IntentKind kind, EnvironmentDefinition environment) => new(kind, environment.Name)
    {
        Production = environment.IsProduction == (environment.Name == EnvironmentDefinition.UsualProduction)
            ? null
            : environment.IsProduction,
    };
}
