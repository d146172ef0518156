namespace Slipway.Core.Validation;

/// <summary>A place in a file that somebody wrote.</summary>
/// <param name="File">The file, as the definition names it; for the definition itself, as the operator does. Empty where the host is
/// meant.</param>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Path">The place inside the file, for example <c>services/api/ports[0]</c> or an env key; empty for the file as a
/// whole.</param>
public sealed record SourcePosition(string File, int Line, string Path)
{
    /// <summary>What concerns no file: the host or what runs on it.</summary>
    public static SourcePosition Host { get; } = new("", 0, "");

    /// <summary><c>file:line path</c>, as far as there is any of it.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Line > 0 ? $"{File}:{Line}" : File, Path }.Where(part => part.Length > 0));
}
