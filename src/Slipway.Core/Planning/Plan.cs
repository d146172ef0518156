using System.Collections.Immutable;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>What a target would do: the very steps that the executor runs.</summary>
public sealed record Plan
{
    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>What is wanted.</summary>
    public required Intent Intent { get; init; }

    /// <summary>The release that the plan makes or brings back; null where it is about none.</summary>
    public ReleaseId? Release { get; init; }

    /// <summary>SHA-256 of everything the plan was computed from.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What the plan was computed from, fact by fact.</summary>
    public PlanBasis Basis { get; init; } = PlanBasis.Empty;

    /// <summary>The steps, in order; empty where there is nothing to do.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>What the plan costs.</summary>
    public PlanCost Cost { get; init; } = PlanCost.None;

    /// <summary>How long something that serves people is predicted to be down, over all steps, in seconds.</summary>
    public double DowntimeSeconds => Steps.Sum(step => step.DowntimeSeconds);

    /// <summary>What the reader should know besides; a warning begins with an exclamation mark.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether the plan does anything.</summary>
    public bool Changes => !Steps.IsEmpty;
}
