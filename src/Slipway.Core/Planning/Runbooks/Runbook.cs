using System.Collections.Immutable;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Runbooks;

/// <summary>
/// What is done in each phase of the pipeline for one kind of intent. <see cref="Planner"/> puts the phases in their order.
/// </summary>
internal sealed record Runbook
{
    /// <summary>What has to be true before anything is done.</summary>
    public ImmutableArray<Step> Validate { get; init; } = [];

    /// <summary>How the data is made safe.</summary>
    public ImmutableArray<Step> Backup { get; init; } = [];

    /// <summary>How the images come to exist, and the release is recorded.</summary>
    public ImmutableArray<Step> BuildImages { get; init; } = [];

    /// <summary>What the release's containers need, and how the database gets its schema.</summary>
    public ImmutableArray<Step> Migrate { get; init; } = [];

    /// <summary>How the containers start and get the traffic.</summary>
    public ImmutableArray<Step> Up { get; init; } = [];

    /// <summary>How the release proves itself, and the old one goes.</summary>
    public ImmutableArray<Step> HealthCheck { get; init; } = [];

    /// <summary>How the environment is stopped.</summary>
    public ImmutableArray<Step> Down { get; init; } = [];

    /// <summary>The release that is made, started or brought back; null where it is about none.</summary>
    public ReleaseId? Release { get; init; }

    /// <summary>What becomes of each service.</summary>
    public ImmutableArray<ServiceCost> Costs { get; init; } = [];

    /// <summary>The services of a release that is made; empty otherwise.</summary>
    public ImmutableArray<PlannedService> Services { get; init; } = [];

    /// <summary>The recorded release that is started; null where it is a new one, or none.</summary>
    public ReleaseManifest? Started { get; init; }

    /// <summary>What the reader should know besides.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
