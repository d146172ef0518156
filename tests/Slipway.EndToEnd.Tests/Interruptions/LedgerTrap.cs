using System.Diagnostics;
using System.Text;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>
/// Signals the product at the very moment something stands in its ledger. The product waits for the disk after each line, so it
/// has not begun what the line announces.
/// </summary>
/// <param name="ledger">The ledger's path; it need not be there yet.</param>
internal sealed class LedgerTrap(string ledger)
{
    // A line is on the disk before what it announces begins, which takes longer than this.
    private const uint PauseMicroseconds = 300;

    // To ask whether a process has ended costs more than to look at a file.
    private const int LooksBetweenSignsOfLife = 20;

    private readonly long from = File.Exists(ledger) ? new FileInfo(ledger).Length : 0;

    /// <summary>Watches from a thread of its own until the signal is sent or the program has ended.</summary>
    /// <param name="program">Who writes.</param>
    /// <param name="isThere">Whether what was added to the ledger since the trap was made is what is waited for.</param>
    /// <param name="after">How long to wait then.</param>
    /// <param name="signal">What is sent.</param>
    /// <returns>The ledger when the signal was sent; null where the program ended before.</returns>
    public Task<string?> SpringAsync(RunningProgram program, Predicate<string> isThere, TimeSpan after, int signal)
    {
        var sprung = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                sprung.SetResult(Watch(program, isThere, after) && program.Signal(signal) ? File.ReadAllText(ledger) : null);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                sprung.SetException(error);
            }
        }) { IsBackground = true };
        thread.Start();
        return sprung.Task;
    }

    /// <summary>Watches in the same way, and sends no signal.</summary>
    /// <returns>Whether the moment has come; otherwise the program has ended.</returns>
    public Task<bool> WaitAsync(RunningProgram program, Predicate<string> isThere) => Task.Run(() => Watch(program, isThere, TimeSpan.Zero));

    /// <summary>As soon as a number of whole lines was added.</summary>
    public static Predicate<string> Lines(int count) => added => added.Count(character => character == '\n') >= count;

    /// <summary>As soon as a step was begun.</summary>
    public static Predicate<string> Start(string step) => added => LedgerEntry.LastRun(added) is [.., { Event: "stepStarted" } last] && last.Step == step;

    /// <summary>Returns whether the moment has come; otherwise the program has ended.</summary>
    private bool Watch(RunningProgram program, Predicate<string> isThere, TimeSpan after)
    {
        var file = new FileInfo(ledger);
        var seen = from;
        for (var look = 0; ; look++)
        {
            if (file.Exists && file.Length > seen)
            {
                var added = Added();
                if (isThere(added)) break;
                seen = from + Encoding.UTF8.GetByteCount(added);
            }

            if (look % LooksBetweenSignsOfLife == 0 && program.HasEnded) return false;
            Posix.SleepMicroseconds(PauseMicroseconds);
            file.Refresh();
        }

        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < after;)
        {
            if (program.HasEnded) return false;
            Thread.Sleep(1);
        }

        return true;
    }

    private string Added()
    {
        using var file = new FileStream(ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = from;
        var text = new byte[file.Length - from];
        file.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }
}
