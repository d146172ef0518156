using System.Text.RegularExpressions;

namespace Slipway.Core.Stack;

/// <summary>What a text may look like, once for the parser and for the published schema.</summary>
internal sealed class TextRule
{
    private readonly Regex regex;

    /// <param name="what">What the text is, as in "is not …".</param>
    /// <param name="expected">What would be right.</param>
    /// <param name="pattern">A regular expression for the whole text, in what .NET and JavaScript have in common.</param>
    /// <param name="isShown">Whether a wrong value may be repeated in a message; not where a secret might stand by mistake.</param>
    public TextRule(string what, string expected, string pattern, bool isShown = true)
    {
        What = what;
        Expected = expected;
        Pattern = $"^(?:{pattern})$";
        IsShown = isShown;

        // \z and not $, which lets a line break pass; without backtracking the time is linear in the text.
        regex = new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    public string What { get; }

    public string Expected { get; }

    /// <summary>The pattern as JSON Schema takes it.</summary>
    public string Pattern { get; }

    public bool IsShown { get; }

    public bool Accepts(string text) => regex.IsMatch(text);
}
