using System.Security.Cryptography;

namespace Slipway.Adapters.Secrets;

/// <summary>Text that nobody can guess.</summary>
public static class RandomSecrets
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>
    /// Letters and digits, each as likely as any other, beginning with a letter: fit for env files, URLs and SQL names as they are.
    /// </summary>
    public static string Text(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        return RandomNumberGenerator.GetString(Letters, 1) + RandomNumberGenerator.GetString(Letters + "0123456789", length - 1);
    }
}
