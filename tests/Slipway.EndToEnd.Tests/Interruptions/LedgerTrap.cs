using System.Diagnostics;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>
/// Signals the product at the very moment a line of its ledger appears. The product waits for the disk after each line, so it
/// has not begun what the line announces.
/// </summary>
internal static class LedgerTrap
{
    private const uint PauseMicroseconds = 50;

    /// <summary>Watches from a thread of its own until the signal is sent or the program has ended.</summary>
    /// <param name="ledger">The ledger's path; it need not be there yet.</param>
    /// <param name="from">The length that it had before the program was started.</param>
    /// <param name="lines">How many lines have to be added.</param>
    /// <param name="after">How long to wait then.</param>
    /// <param name="program">Who writes.</param>
    /// <param name="signal">What is sent.</param>
    /// <returns>What the ledger held when the signal was sent; null where the program ended before.</returns>
    public static Task<string?> SpringAsync(string ledger, long from, int lines, TimeSpan after, RunningProgram program, int signal)
    {
        var sprung = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                sprung.SetResult(Watch(ledger, from, lines, after, program) && program.Signal(signal) ? File.ReadAllText(ledger) : null);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                sprung.SetException(error);
            }
        }) { IsBackground = true };
        thread.Start();
        return sprung.Task;
    }

    /// <summary>Returns whether the moment has come; otherwise the program has ended.</summary>
    private static bool Watch(string ledger, long from, int lines, TimeSpan after, RunningProgram program)
    {
        var file = new FileInfo(ledger);
        for (var seen = from; Lines(ledger, from) < lines; seen = file.Exists ? file.Length : from)
        {
            do
            {
                if (program.HasEnded) return false;
                Posix.SleepMicroseconds(PauseMicroseconds);
                file.Refresh();
            }
            while (!file.Exists || file.Length == seen);
        }

        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < after;)
        {
            if (program.HasEnded) return false;
            Posix.SleepMicroseconds(PauseMicroseconds);
        }

        return true;
    }

    private static int Lines(string ledger, long from)
    {
        if (!File.Exists(ledger)) return 0;
        using var file = new FileStream(ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = from;
        var text = new byte[file.Length - from];
        file.ReadExactly(text);
        return text.Count(character => character == '\n');
    }
}
