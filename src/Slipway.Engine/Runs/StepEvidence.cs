using System.Collections.Immutable;

namespace Slipway.Engine.Runs;

/// <summary>What shows that an action had its effect.</summary>
/// <param name="Text">One line, or what a migration printed; may be empty.</param>
public sealed record StepEvidence(string Text)
{
    /// <summary>Seconds by service that it was down, where that was measured; otherwise null.</summary>
    public ImmutableSortedDictionary<string, double>? DowntimeSeconds { get; init; }

    /// <summary>Evidence that is a text.</summary>
    public static StepEvidence FromString(string text) => new(text);

    public static implicit operator StepEvidence(string text) => FromString(text);
}
