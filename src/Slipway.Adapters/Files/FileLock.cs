using System.Text;

namespace Slipway.Adapters.Files;

/// <summary>
/// A lock that the kernel holds for this process (flock(2) on Unix): it ends with the process, however that ends. The file stays;
/// removing it would let two processes lock two files of the same name.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // IOException.HResult of a file that somebody else has locked: EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private const int LinuxTryAgain = 11;
    private const int MacTryAgain = 35;
    private const int WindowsSharingViolation = 32;

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>
    /// The file beside a lock's that names its holder, and means something only while the lock is held. It could not stand in the
    /// locked file itself: .NET asks for a shared flock(2) even to read.
    /// </summary>
    public static string OwnerOf(string path) => path + ".owner";

    /// <summary>Takes the lock and says for whom, or returns null where somebody has it.</summary>
    public static FileLock? TryTake(string path, string owner)
    {
        FileStream? opened = null;
        try
        {
            opened = TryOpen(path);
            if (opened is null) return null;
            PrivateFile.Replace(OwnerOf(path), Encoding.UTF8.GetBytes(owner), PrivateFile.Private);
            var taken = new FileLock(opened);
            opened = null;
            return taken;
        }
        finally
        {
            opened?.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            File.Delete(OwnerOf(file.Name));
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            // The next holder replaces it.
        }

        file.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = PrivateFile.Private;
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
