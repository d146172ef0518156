using System.ComponentModel;
using System.Diagnostics;
using Slipway.Adapters.Files;

namespace Slipway.Adapters.Processes;

/// <summary>What can be known of a process of this machine that need not be one of ours.</summary>
internal static class LocalProcess
{
    /// <summary>A start is counted from the host's, and that one by the clock, which is put right now and then.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>When this process was started.</summary>
    public static DateTimeOffset OwnStartUtc { get; } = ReadOwnStart();

    /// <summary>Whether a process of this id, started at this time, runs. Where the time is null, the id alone counts.</summary>
    public static bool Lives(int id, DateTimeOffset? startedUtc)
    {
        try
        {
            if (HasEndedUnnoticed(id)) return false;
            using var process = Process.GetProcessById(id);
            return startedUtc is not { } started || (StartOf(process) - started).Duration() <= Tolerance;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            // It is there, and we may not ask when it was started.
            return true;
        }
    }

    private static DateTimeOffset ReadOwnStart()
    {
        using var self = Process.GetCurrentProcess();
        return StartOf(self);
    }

    private static DateTimeOffset StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUniversalTime();

    /// <summary>
    /// Whether it is a zombie: it has ended, and its parent has not read its exit code. In a container whose first process reads none it
    /// stays one for ever. To .NET it runs.
    /// </summary>
    private static bool HasEndedUnnoticed(int id)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            // "123 (name, which may hold anything) Z ..."
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var end = stat.LastIndexOf(") ", StringComparison.Ordinal);
            return end > 0 && stat.AsSpan(end + 2) is ['Z' or 'X', ..];
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            return false;
        }
    }
}
