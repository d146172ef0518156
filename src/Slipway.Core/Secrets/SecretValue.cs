using System.Text.RegularExpressions;

namespace Slipway.Core.Secrets;

/// <summary>
/// Tells secrets from what only sounds like one, and strong secrets from weak ones. <see cref="Redactor.IsSecretName"/> takes many
/// keys, since hiding a value too much does no harm; what is said here is an error.
/// </summary>
public static partial class SecretValue
{
    /// <summary>The fewest characters of a secret.</summary>
    public const int Shortest = 12;

    /// <summary>The fewest characters of a key that signs or encrypts: 256 bits are 32 bytes.</summary>
    public const int ShortestSigningKey = 32;

    // Random digits alone: each is worth 3.3 bits.
    private const int ShortestNumber = 20;
    private const int FewestDifferentCharacters = 5;
    private const int LongestGuess = 64;
    private const string Separators = "-_.,!@#$*+=:;?/ ";

    private static readonly string[] Words =
    [
        "1q2w3e4r5t",
        "1qaz2wsx",
        "abc",
        "access",
        "admin",
        "administrator",
        "api",
        "asdfghjkl",
        "auth",
        "changeit",
        "database",
        "db",
        "default",
        "demo",
        "dev",
        "development",
        "dummy",
        "example",
        "foo",
        "bar",
        "guest",
        "hello",
        "jwt",
        "key",
        "letmein",
        "local",
        "localhost",
        "login",
        "mariadb",
        "master",
        "mongo",
        "mongodb",
        "my",
        "mysql",
        "not",
        "only",
        "p4ssw0rd",
        "pa55w0rd",
        "pass",
        "passw0rd",
        "passwd",
        "password",
        "passwort",
        "postgres",
        "postgresql",
        "private",
        "prod",
        "production",
        "pw",
        "qwerty",
        "qwertyuiop",
        "redis",
        "root",
        "sample",
        "secret",
        "server",
        "session",
        "staging",
        "super",
        "sys",
        "system",
        "temp",
        "test",
        "testing",
        "the",
        "this",
        "is",
        "token",
        "user",
        "very",
        "web",
        "welcome",
        "your",
        "zxcvbnm",
    ];

    /// <summary>
    /// Whether a value that stands under a key is a secret: not a path, an address, a flag or a setting of one, and not nothing.
    /// </summary>
    public static bool Is(string key, string value) =>
        value.Length > 0 && Redactor.IsSecretName(key) && !NoSecretName().IsMatch(key) && !NoSecret().IsMatch(value);

    /// <summary>Whether a key's value signs or encrypts by its name, so that its strength is its length.</summary>
    public static bool IsSigningKey(string key) => SigningName().IsMatch(key);

    /// <summary>
    /// Whether a value would be tried first by somebody who guesses: a few words and numbers, or hardly any different characters.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="names">Names that anybody knows: of the key, the stack, the service, the user.</param>
    public static bool IsGuessable(string value, params IEnumerable<string> names)
    {
        if (value.Length <= LongestGuess && value.All(char.IsAsciiDigit)) return value.Length < ShortestNumber || IsSequence(value);
        return value.Distinct().Count() < FewestDifferentCharacters || IsSequence(value) || IsMadeOf(value, names);
    }

    private static bool IsSequence(string value) =>
        value.Zip(value.Skip(1), (one, next) => (next - one + 10) % 10).Distinct().Count() <= 1
        && value.Zip(value.Skip(1), (one, next) => Math.Abs(next - one)).All(step => step is 0 or 1 or 9);

    // How much of the value, from its start, can be put together of words, digits and what stands between words.
    private static bool IsMadeOf(string value, IEnumerable<string> names)
    {
        if (value.Length > LongestGuess || !value.Any(char.IsAsciiLetter) || value.Count(char.IsAsciiDigit) >= ShortestNumber) return false;
        var text = value.ToLowerInvariant();
        var words = names
            .SelectMany(name => NoLetter().Split(name.ToLowerInvariant()))
            .Where(word => word.Length > 1)
            .Concat(Words)
            .ToHashSet(StringComparer.Ordinal);
        var reached = new bool[text.Length + 1];
        reached[0] = true;
        for (var start = 0; start < text.Length; start++)
        {
            if (!reached[start])
                continue;
            if (char.IsAsciiDigit(text[start]) || Separators.Contains(text[start], StringComparison.Ordinal))
                reached[start + 1] = true;
            foreach (var word in words.Where(word => string.CompareOrdinal(text, start, word, 0, word.Length) == 0))
                reached[start + word.Length] = true;
        }

        return reached[^1];
    }

    // What the name says of the value: where it is, what it is called, how long it lasts, or that anybody may know it.
    [GeneratedRegex(
        @"(?:_|\A)(?:PUBLIC|PUBLISHABLE|SITE|ALLOW)_|_(?:FILE|FILES|PATH|DIR|DIRECTORY|NAME|ID|KID|URL|URI|HOST|PORT"
        + "|TTL|AGE|EXPIRY|EXPIRES|EXPIRES_IN|EXPIRATION|EXPIRE|LIFETIME|TIMEOUT|SECONDS|MINUTES|HOURS|DAYS"
        + "|LENGTH|SIZE|COUNT|LIMIT|ROUNDS|ALGORITHM|ALG|ISSUER|AUDIENCE|HEADER|PREFIX|SUFFIX|TYPE|METHOD|FORMAT|ENCODING"
        + @"|ENABLED|REQUIRED|POLICY|SCOPE|SCOPES|REGION|VERSION)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoSecretName();

    // A flag, a path whose first folder is in lower case (Base64 may begin with a slash too), an address without a password.
    [GeneratedRegex(
        @"\A(?:(?i:true|false|yes|no|on|off|none|null)"
        + @"|(?:~|\.{1,2})?/[a-z][a-z0-9._-]*(?:/[A-Za-z0-9._-]+)*/?"
        + @"|[a-z][a-z0-9+.-]*://[^@]*)\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex NoSecret();

    [GeneratedRegex(
        @"JWT|SIGN|HMAC|SESSION|COOKIE|CSRF|ENCRYPT|CIPHER|SECRET_KEY|APP_KEY|MASTER_KEY",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex SigningName();

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex NoLetter();
}
