using Slipway.Core.Problems;

namespace Slipway.Adapters.Files;

/// <summary>Says what an operator can do about an error of the file system.</summary>
internal static class FileFailure
{
    // IOException.HResult: on Unix the kernel's errno, on Windows 0x8007 with its own number.
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;
    private const int WindowsDiskFull = 112;

    /// <summary>Whether the exception comes from the file system.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>Whether a folder of the path, or the file itself, is not there.</summary>
    public static bool IsNotThere(Exception error) => error is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>The failure of an attempt, for example to "write" a path.</summary>
    public static SlipwayException Of(string attempt, string path, Exception error) =>
        new(ExitCode.Failed, new Failure($"Cannot {attempt} {path}.") { Why = error.Message, Do = Remedy(path, error) }, error);

    private static string Remedy(string path, Exception error) =>
        error switch
        {
            UnauthorizedAccessException =>
                "check who owns the file and its folders and what they allow (ls -ld), "
                + $"and run the command as a user who may use them: {path}",
            _ when (error.HResult & 0xFFFF) is UnixNoSpace or UnixQuota or WindowsDiskFull =>
                $"free space on the disk of {Path.GetDirectoryName(Path.GetFullPath(path))} (`df -h` shows it, and `docker system df` "
                + "what images and volumes take), then run the command again.",
            _ when IsNotThere(error) => "check the path for a folder that is missing.",
            _ => "put right what the reason names, then run the command again.",
        };
}
