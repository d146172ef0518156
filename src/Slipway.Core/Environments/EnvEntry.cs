namespace Slipway.Core.Environments;

/// <summary>One <c>KEY=VALUE</c> of an env file. Its printed form has no value.</summary>
public sealed record EnvEntry
{
    /// <summary>The key.</summary>
    public required string Name { get; init; }

    /// <summary>The value as Compose reads it: without quotes, references filled in.</summary>
    public required string Value { get; init; }

    /// <summary>The line that the key is on, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Where the line of the key starts in the text, in characters.</summary>
    internal int Start { get; init; }

    /// <summary>Where the value as written is in the text: with its quotes, without a comment.</summary>
    internal Range Written { get; init; }

    /// <summary>Where the entry's last line ends in the text, its line break not included.</summary>
    internal int End { get; init; }

    /// <summary>The key and its line.</summary>
    public override string ToString() => $"{Name} (line {Line})";
}
