using System.Runtime.InteropServices;

namespace Slipway.EndToEnd.Tests;

/// <summary>The few calls of a Unix kernel that .NET does not offer.</summary>
internal static partial class Posix
{
    /// <summary>SIGTERM: asks a program to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGKILL: ends a program where it stands.</summary>
    public const int Kill = 9;

    /// <summary>Sends a signal; returns whether there was a process to get it.</summary>
    public static bool Signal(int processId, int signal) => SendSignal(processId, signal) == 0;

    /// <summary>Sleeps for less than .NET's shortest time, which is a millisecond.</summary>
    public static void SleepMicroseconds(uint microseconds) => _ = Sleep(microseconds);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sleep(uint microseconds);
}
