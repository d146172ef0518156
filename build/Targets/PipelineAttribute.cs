using Slipway.Core.Planning;

/// <summary>The phases that the plan of a target can have, in their order. A plan has those in which there is something to do.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PipelineAttribute(params Phase[] phases) : Attribute
{
    public IReadOnlyList<Phase> Phases { get; } = phases;
}
