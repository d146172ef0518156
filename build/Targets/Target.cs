using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Stack;

namespace Targets;

/// <summary>A target as its class describes it.</summary>
/// <param name="Name">What <c>--target</c> names.</param>
/// <param name="Description">What it does, in one line.</param>
internal sealed record Target(string Name, string Description)
{
    /// <summary>What Help lists it under.</summary>
    public string Heading { get; init; } = Headings.Others;

    /// <summary>Its place there.</summary>
    public int Rank { get; init; } = int.MaxValue;

    /// <summary>The options that it takes: its own first, then those that many targets take.</summary>
    public ImmutableArray<TargetOption> Options { get; init; } = [];

    /// <summary>The options in an example of its use, as they are typed.</summary>
    public ImmutableArray<string> Example { get; init; } = [];

    /// <summary>The role of the one environment that it works on; null where an option names it, or where it works on none.</summary>
    public EnvironmentRole? Serves { get; init; }

    /// <summary>The phases of its plan; empty where it has no plan.</summary>
    public ImmutableArray<Phase> Pipeline { get; init; } = [];

    /// <summary>The option that names a target whose options it takes too, and the target meant without it; or null.</summary>
    public (string Option, string Otherwise)? OptionsOf { get; init; }

    /// <summary>Whether <c>Plan</c> can show what it would do.</summary>
    public bool HasPlan => !Pipeline.IsEmpty;

    /// <summary>The option of a name, in any case; or null.</summary>
    public TargetOption? Find(string name) =>
        Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));
}
