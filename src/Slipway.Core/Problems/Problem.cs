namespace Slipway.Core.Problems;

/// <summary>A mistake in a file that somebody wrote, said so that it can be put right.</summary>
/// <param name="File">The file, as the user named it or relative to the repository.</param>
/// <param name="Line">The line, from 1; 0 where there is none (a missing file).</param>
/// <param name="Path">The place inside the file, for example <c>environments/dev/routes[0]/port</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Expected">What would be right; empty where the message says it all.</param>
public sealed record Problem(string File, int Line, string Path, string Message, string Expected = "")
{
    /// <summary>The rule of those that are broken where no other is named: the files cannot be understood.</summary>
    public const string InvalidRule = "definition/invalid";

    /// <summary>The id of the rule that is broken, where <c>Validate</c> lists one for it.</summary>
    public string Rule { get; init; } = InvalidRule;

    /// <summary><c>file:line path: problem (expected …)</c></summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        var path = Path.Length > 0 ? $" {Path}" : "";
        var expected = Expected.Length > 0 ? $" (expected {Expected})" : "";
        return $"{place}{path}: {Message}{expected}";
    }
}
