using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Slipway.Core.Problems;

namespace Slipway.Adapters.Processes;

/// <summary>The programs that a killed process of Slipway left running.</summary>
/// <param name="owner">The owner id that they carry.</param>
/// <param name="grace">How long a program that was told to end may take before it is killed, and then to be gone.</param>
/// <param name="onLine">Told what is waited for.</param>
[SupportedOSPlatform("linux")]
internal sealed class LeftPrograms(string owner, TimeSpan grace, Action<string> onLine)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<ProcessIdentity> told = [];

    /// <summary>Waits until they have ended, and ends them when that takes too long.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SettleAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (await EndWithinAsync(patience, WaitFor, cancellation)) return told.Count;

        foreach (var program in Leading(MarkedProcess.Find(owner)))
        {
            told.Add(program.Identity);
            onLine($"ending {Name(program)}, which did not end within {patience.TotalSeconds:0} s");
        }

        if (await EndWithinAsync(grace, Send(Posix.Terminate), cancellation) || await EndWithinAsync(grace, Send(Posix.Kill), cancellation))
            return told.Count;

        throw new SlipwayException(ExitCode.Failed, new Failure("A program of the killed run does not end.")
        {
            Why = $"SIGKILL was sent, and it still runs: {string.Join(", ", MarkedProcess.Find(owner).Select(Name))}.",
            Do = "see what it waits for (a disk or a network folder that does not answer), then run the command again.",
        });
    }

    private async Task<bool> EndWithinAsync(TimeSpan limit, Action<ImmutableArray<MarkedProcess>> act, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        // Two looks: a process that is just being replaced by its program has no environment for a moment.
        for (var looksWithNone = 0; ;)
        {
            var programs = MarkedProcess.Find(owner);
            looksWithNone = programs.IsEmpty ? looksWithNone + 1 : 0;
            if (looksWithNone == 2) return true;

            act(programs);
            if (!programs.IsEmpty && Stopwatch.GetElapsedTime(began) >= limit) return false;
            await Task.Delay(Pause, cancellation);
        }
    }

    private void WaitFor(ImmutableArray<MarkedProcess> programs)
    {
        foreach (var program in Leading(programs).Where(program => told.Add(program.Identity)))
            onLine($"waiting for {Name(program)}, which the killed run started");
    }

    /// <summary>Sends a signal to each of them once, those included that are started meanwhile.</summary>
    private Action<ImmutableArray<MarkedProcess>> Send(int signal)
    {
        HashSet<ProcessIdentity> signalled = [];
        return programs =>
        {
            foreach (var program in programs.Where(program => signalled.Add(program.Identity))) program.Signal(signal, owner);
        };
    }

    /// <summary>Those that the killed process started itself: the programs that these start in turn end with them.</summary>
    private static ImmutableArray<MarkedProcess> Leading(ImmutableArray<MarkedProcess> programs) =>
        [.. programs.Where(program => programs.All(other => other.Id != program.Parent))];

    private static string Name(MarkedProcess program) =>
        string.Create(CultureInfo.InvariantCulture, $"`{program.CommandLine()}` (process {program.Id})");
}
