using System.Collections.Immutable;
using System.Text;

namespace Slipway.Core.Problems;

/// <summary>
/// What an operator is told when something did not work. It never holds a secret: evidence is redacted before it comes here.
/// </summary>
/// <param name="What">What happened, one sentence.</param>
public sealed record Failure(string What)
{
    /// <summary>What <see cref="Now"/> says of a command that was refused before its first effect.</summary>
    public const string NothingChanged = "nothing was changed.";

    /// <summary>Why it happened, as far as it is known.</summary>
    public string Why { get; init; } = "";

    /// <summary>What the operator can do now.</summary>
    public string Do { get; init; } = "";

    /// <summary>Where the system stands.</summary>
    public string Now { get; init; } = "";

    /// <summary>The last lines of what the failing part printed.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    /// <summary>Whose lines the evidence is; shown above it.</summary>
    public string EvidenceOf { get; init; } = "the output";

    /// <summary>What was measured, one line; shown last.</summary>
    public string Measured { get; init; } = "";

    /// <summary>The message as it is shown.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(What);
        Append(text, "Why: ", Why);
        Append(text, "Do:  ", Do);
        Append(text, "Now: ", Now);
        if (!Evidence.IsEmpty)
        {
            text.Append("\n  Last lines of ").Append(EvidenceOf).Append(':');
            foreach (var line in Evidence) text.Append("\n    ").Append(line);
        }

        if (Measured.Length > 0) text.Append('\n').Append(Measured);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string label, string value)
    {
        if (value.Length == 0) return;
        text.Append("\n  ").Append(label).Append(' ').Append(value.ReplaceLineEndings("\n        "));
    }
}
