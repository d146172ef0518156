using Slipway.Adapters.Files;

namespace Slipway.Adapters.Locks;

/// <summary>
/// A lock that the kernel holds for this process (flock(2) on Unix): it ends with the process, however that ends. Programs that
/// the process starts do not inherit it: .NET opens files with O_CLOEXEC. The file stays; removing it would let two processes lock
/// two files of the same name.
/// </summary>
internal static class KernelLock
{
    // IOException.HResult of a file that somebody else has locked: EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private const int LinuxTryAgain = 11;
    private const int MacTryAgain = 35;
    private const int WindowsSharingViolation = 32;

    /// <summary>The open file, which holds the lock until it is disposed of; null where somebody else has it.</summary>
    public static FileStream? TryTake(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFile.Private;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException error) when ((error.HResult & 0xFFFF) is LinuxTryAgain or MacTryAgain or WindowsSharingViolation)
        {
            return null;
        }
    }
}
