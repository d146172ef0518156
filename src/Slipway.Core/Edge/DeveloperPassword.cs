using System.Text;
using Slipway.Core.Secrets;

namespace Slipway.Core.Edge;

/// <summary>What the password of a developer has to be like.</summary>
public static class DeveloperPassword
{
    /// <summary>How many characters a generated one has.</summary>
    public const int Length = 24;

    // bcrypt takes no more, and Caddy refuses longer ones.
    internal const int MostBytes = 72;

    /// <summary>
    /// What is wrong with a password, to be put after "the password"; null where nothing is. The password is not repeated.
    /// </summary>
    /// <param name="password">The password.</param>
    /// <param name="names">Names that anybody knows: of the developer, the stack, the environment.</param>
    public static string? Problem(string password, params IEnumerable<string> names) =>
        password.Length < SecretValue.Shortest ? $"has {password.Length} characters; it needs {SecretValue.Shortest}"
        : LimitOf(password)
            ?? (SecretValue.IsGuessable(password, names) ? "is one of those that are tried first" : null);

    /// <summary>Why Caddy cannot take a password, in the same words; null where it can.</summary>
    internal static string? LimitOf(string password) =>
        Encoding.UTF8.GetByteCount(password) > MostBytes ? $"is longer than the {MostBytes} bytes that bcrypt takes"
        : password.Any(char.IsControl) ? "has a control character"
        : null;
}
