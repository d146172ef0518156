using System.Collections.Immutable;

namespace Slipway.Core.Compose;

/// <summary>A service of a rendered Compose model, with what the planner asks about.</summary>
public sealed record ComposeService
{
    /// <summary>The key of <see cref="Specification"/> under which the shared definitions stand that the service uses.</summary>
    public const string Uses = "slipway-uses";

    /// <summary>The label of a container that names the release which made it.</summary>
    public const string ReleaseLabel = "slipway.release";

    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The image reference, or null where only a build is given.</summary>
    public string? Image { get; init; }

    /// <summary>How the image is built, or null where it is pulled.</summary>
    public BuildSpec? Build { get; init; }

    /// <summary>The fixed container name, or null.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Whether Compose checks the service's health.</summary>
    public bool HasHealthCheck { get; init; }

    /// <summary>Host ports that the service publishes.</summary>
    public ImmutableArray<string> PublishedPorts { get; init; } = [];

    /// <summary>How many containers the service has.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The services that have to run before it is started.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>The networks that it joins, by their real names.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>Named volumes that the service mounts, by their real names.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Host folders that the service may write to.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>
    /// The whole service as canonical JSON, its image and build left out, with the networks, volumes, secrets and configs that it uses:
    /// what makes a container, apart from the image.
    /// </summary>
    public required string Specification { get; init; }
}
