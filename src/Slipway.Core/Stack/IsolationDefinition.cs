using System.Collections.Immutable;

namespace Slipway.Core.Stack;

/// <summary>What the environments share on purpose, and how their isolation is proven.</summary>
public sealed record IsolationDefinition
{
    /// <summary>What is shared on purpose.</summary>
    public ImmutableArray<SharedDeclaration> Shared { get; init; } = [];

    /// <summary>Whether each deployment ends with a proof on the running host.</summary>
    public bool VerifyAfterDeploy { get; init; }

    /// <summary>
    /// The image of the containers that prove it, with a shell and either <c>nc</c> or <c>bash</c>; null for the edge's own.
    /// </summary>
    public string? ProbeImage { get; init; }

    /// <summary>The declaration that allows sharing a thing, or null.</summary>
    public SharedDeclaration? Find(SharedThing thing) => Shared.FirstOrDefault(declaration => declaration.Thing == thing);
}

/// <summary>Something that the environments share on purpose.</summary>
/// <param name="Thing">What it is.</param>
/// <param name="Reason">Why.</param>
public sealed record SharedDeclaration(SharedThing Thing, string Reason);

/// <summary>A finding that is accepted.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="At">The place: a file, a path as the finding shows it, with what lies below it, or <c>host</c> for what concerns
/// no file.</param>
/// <param name="Reason">Why it is accepted.</param>
/// <param name="Until">The last day on which it is; null for always.</param>
/// <param name="Line">The entry's own line in the definition.</param>
public sealed record AcceptedFinding(string Rule, string At, string Reason, DateOnly? Until, int Line);

/// <summary>How much of the host an environment's limits may add up to.</summary>
/// <param name="Cpus">CPUs; null for the share of the host's.</param>
/// <param name="MemoryBytes">Memory in bytes; null for the share of the host's.</param>
/// <param name="Percent">The share of the host, in percent.</param>
public sealed record BudgetDefinition(decimal? Cpus, long? MemoryBytes, int Percent = BudgetDefinition.DefaultPercent)
{
    /// <summary>What holds where nothing is written.</summary>
    public const int DefaultPercent = 40;
}
