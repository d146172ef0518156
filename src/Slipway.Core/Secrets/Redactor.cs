using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Core.Secrets;

/// <summary>
/// Replaces known secret values in a text by <c>***</c>, before the text is shown or stored: each of their lines too, since output
/// comes line by line, and what encoding them for an address, for JSON or as Base64 makes of them.
/// </summary>
public sealed class Redactor
{
    /// <summary>
    /// Shorter values, and shorter lines of a value, stand in ordinary words; replacing them would make a text unreadable and give the
    /// value away by its gaps.
    /// </summary>
    internal const int ShortestSecret = 6;

    private static readonly string[] SecretWords =
    [
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "SECRET",
        "TOKEN",
        "PRIVATE",
        "APIKEY",
        "API_KEY",
        "_KEY",
        "CREDENTIAL",
    ];
    private static readonly string[] SecretEndings = ["_PASS", "_PWD"];

    private readonly ImmutableArray<(string Text, Regex? Pattern)> pieces;
    private readonly Base64Traces base64;

    /// <summary>Creates a redactor for values; empty and very short ones are left out.</summary>
    public Redactor(IEnumerable<string> values)
    {
        string[] secrets = [.. values.Where(IsLongEnough).Distinct(StringComparer.Ordinal)];
        pieces =
        [
            .. secrets.SelectMany(SecretForms.Pieces).Distinct(StringComparer.Ordinal)
                .OrderByDescending(piece => piece.Length)
                .Select(piece => (piece, SecretForms.Pattern(piece))),
        ];
        base64 = new Base64Traces(secrets);
    }

    /// <summary>Whether a value is long enough to be replaced.</summary>
    public static bool IsLongEnough(string value) => value.Length >= ShortestSecret;

    /// <summary>A redactor that knows no secret.</summary>
    public static Redactor None { get; } = new([]);

    /// <summary>A redactor for the values of one or more env files whose keys sound like secrets.</summary>
    public static Redactor ForEnvironment(params IEnumerable<IReadOnlyDictionary<string, string>> files) => new(SecretsOf(files));

    /// <summary>The values of one or more env files whose keys sound like secrets.</summary>
    public static IEnumerable<string> SecretsOf(params IEnumerable<IReadOnlyDictionary<string, string>> files) =>
        files.SelectMany(values => values).Where(pair => IsSecretName(pair.Key)).Select(pair => pair.Value);

    /// <summary>Whether an env key's name says that its value is secret.</summary>
    public static bool IsSecretName(string key) =>
        SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase))
        || SecretEndings.Any(ending => key.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text without the secrets.</summary>
    public string Clean(string text)
    {
        foreach (var (piece, pattern) in pieces)
            text = pattern is null ? text.Replace(piece, Secret.Shown, StringComparison.Ordinal) : pattern.Replace(text, Secret.Shown);
        return base64.Clean(text);
    }
}
