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

    private const int ReadOnly = 0;

    // The values of Linux; other systems have others, and variadic functions are called differently on Apple's processors.
    private const int LinuxReadWriteAppendCreateCloseOnExec = 0x2 | 0x400 | 0x40 | 0x80000;

    /// <summary>Sends a signal to a program's group, or to the program alone where it leads none (yet).</summary>
    public static void SignalGroup(int processId, int signal)
    {
        if (KillProcess(-processId, signal) != 0) _ = KillProcess(processId, signal);
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
}
