using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Adapters.Processes;

/// <summary>The few calls of a Unix kernel that .NET does not offer.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Posix
{
    public const int Terminate = 15;
    public const int Kill = 9;

    private const int NoSignal = 0;

    // TIME_ERROR; and more room than struct timex takes anywhere (208 bytes where a long has eight).
    private const int ClockIsUnsynchronized = 5;
    private const int ClockQuestionBytes = 512;

    private const int ReadOnly = 0;

    // The same on every architecture. The C library of Debian 12 has functions for them, older ones do not.
    private const int LinuxPidfdSendSignal = 424;
    private const int LinuxPidfdOpen = 434;

    // The values of Linux; other systems have others, and variadic functions are called differently on Apple's processors.
    private const int LinuxReadWriteAppendCreateCloseOnExec = 0x2 | 0x400 | 0x40 | 0x80000;

    private const int LinuxReadNonBlockCloseOnExec = 0x800 | 0x80000;

    /// <summary>Whether the kernel's clock is held right by a time service; null where the kernel does not say.</summary>
    [SupportedOSPlatform("linux")]
    public static bool? IsClockSynchronized()
    {
        // Zeros ask and set nothing. The answer's layout differs between architectures, but what the call returns does not.
        Span<byte> question = stackalloc byte[ClockQuestionBytes];
        question.Clear();
        return AdjustClock(ref MemoryMarshal.GetReference(question)) switch { < 0 => null, ClockIsUnsynchronized => false, _ => true };
    }

    /// <summary>Sends a signal to all processes of a group.</summary>
    /// <returns>False where there is no such group, or none of it may be signalled.</returns>
    public static bool SignalGroup(int group, int signal) => KillProcess(-group, signal) == 0;

    /// <summary>Whether a process is left in a group.</summary>
    public static bool IsGroup(int group) => SignalGroup(group, NoSignal);

    /// <summary>Sends a signal to one process.</summary>
    public static void SignalAlone(int processId, int signal) => _ = KillProcess(processId, signal);

    /// <summary>
    /// Sends a signal to a process if it is the one that is meant. It is asked after the process was taken hold of, so that no other one
    /// can get its id in between.
    /// </summary>
    [SupportedOSPlatform("linux")]
    public static void SignalIf(Func<bool> isMeant, int processId, int signal)
    {
        using var process = new SafeFileHandle(SystemCall(LinuxPidfdOpen, processId, 0, 0, 0), ownsHandle: true);
        if (!isMeant()) return;

        // Before Linux 5.3, or where a sandbox forbids it, there is nothing to hold; then the moment between is left.
        if (process.IsInvalid) SignalAlone(processId, signal);
        else _ = SystemCall(LinuxPidfdSendSignal, process.DangerousGetHandle(), signal, 0, 0);
    }

    /// <summary>Writes a folder's entries to disk: without it, a renamed or new file may be gone after a power cut.</summary>
    /// <exception cref="IOException">The folder cannot be opened or written.</exception>
    public static void SyncFolder(string path)
    {
        using var folder = Open(path, ReadOnly, 0);
        if (Sync(folder) != 0) throw LastError(path);
    }

    /// <summary>Opens a file of mode 0600 so that the kernel itself puts every write at the end.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    [SupportedOSPlatform("linux")]
    public static SafeFileHandle OpenForAppend(string path) => Open(path, LinuxReadWriteAppendCreateCloseOnExec, 0b110_000_000);

    /// <summary>Opens a file for reading without waiting: a pipe would wait for somebody who writes into it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    [SupportedOSPlatform("linux")]
    public static SafeFileHandle OpenForRead(string path) => Open(path, LinuxReadNonBlockCloseOnExec, 0);

    private static SafeFileHandle Open(string path, int flags, int mode)
    {
        var handle = new SafeFileHandle(OpenFile(path, flags, mode), ownsHandle: true);
        return handle.IsInvalid ? throw LastError(path) : handle;
    }

    private static IOException LastError(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{new Win32Exception(error).Message} : '{path}'", error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int KillProcess(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjustClock(ref byte question);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);
}
