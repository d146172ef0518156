using System.Collections.Immutable;

namespace Slipway.Core.Secrets;

/// <summary>Replaces known secret values in a text by <c>***</c>, before the text is shown or stored.</summary>
public sealed class Redactor
{
    // Shorter values stand in ordinary words; replacing them would make a text unreadable and give the value away by its gaps.
    private const int ShortestSecret = 6;

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

    private readonly ImmutableArray<string> secrets;

    /// <summary>Creates a redactor for values; empty and very short ones are left out.</summary>
    public Redactor(IEnumerable<string> values) =>
        secrets = [.. values.Where(value => value.Length >= ShortestSecret).Distinct().OrderByDescending(value => value.Length)];

    /// <summary>A redactor that knows no secret.</summary>
    public static Redactor None { get; } = new([]);

    /// <summary>A redactor for the values of one or more env files whose keys sound like secrets.</summary>
    public static Redactor ForEnvironment(params IEnumerable<IReadOnlyDictionary<string, string>> files) =>
        new(files.SelectMany(values => values).Where(pair => IsSecretName(pair.Key)).Select(pair => pair.Value));

    /// <summary>Whether an env key's name says that its value is secret.</summary>
    public static bool IsSecretName(string key) =>
        SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase))
        || SecretEndings.Any(ending => key.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text without the secrets.</summary>
    public string Clean(string text)
    {
        foreach (var secret in secrets) text = text.Replace(secret, "***", StringComparison.Ordinal);
        return text;
    }
}
