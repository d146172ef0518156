using System.Globalization;

namespace Slipway.Adapters.Tests;

/// <summary>Waits for what other processes do.</summary>
internal static class Soon
{
    /// <summary>Waits until something is true, and fails where it does not become true.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="UntilAsync(Func{bool})" />
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            Assert.True(tries < 600, "It did not come true within 30 s.");
            await Task.Delay(50);
        }
    }

    /// <summary>Whether a process runs no more. A killed child of a killed parent stays a zombie until somebody waits for it.</summary>
    public static bool HasEnded(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat")).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
