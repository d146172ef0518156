using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Slipway.Adapters.Files;

namespace Slipway.Adapters.Processes;

/// <summary>
/// Two private files that a program prints into. A pipe breaks when the process that reads it is killed, and the program dies of
/// its next line; a file stays. Their names are removed as soon as the program has opened them: so nothing is left on the disk,
/// whichever of the two processes ends first, and however it ends.
/// </summary>
internal sealed class OutputFiles : IDisposable
{
    private const string Shell = "/bin/sh";
    private const string Output = "output";
    private const string Error = "error";

    // The text is constant: folder and command line are arguments. `exec` keeps the process id, so that exit code and signals are
    // the program's. The variables are those that a shell adds to an environment. `>>`, since the files are there, with their
    // modes, and since two programs that print into one file must not write over each other's lines.
    private const string Script = $"""unset PWD OLDPWD SHLVL; exec "$@" </dev/null >>"$0/{Output}" 2>>"$0/{Error}" """;

    // Programs fail when they cannot print. Where the disk is as good as full, pipes are the lesser evil.
    private const long LeastFreeBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder folder;
    private readonly SafeFileHandle output;
    private readonly SafeFileHandle error;
    private int opened;

    private OutputFiles(TemporaryFolder folder)
    {
        this.folder = folder;
        output = Create(Path.Combine(folder.Path, Output));
        try
        {
            error = Create(Path.Combine(folder.Path, Error));
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>The words before a command line that make it print into the files.</summary>
    public IEnumerable<string> Redirection => [Shell, "-c", Script, folder.Path];

    /// <summary>
    /// Makes the files, or returns null where the folder for temporary files cannot take them: what the operator asked for matters more
    /// than what happens if Slipway is killed.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public static OutputFiles? TryCreate(string owner)
    {
        TemporaryFolder? folder = null;
        try
        {
            folder = new TemporaryFolder(KindOf(owner));
            if (new DriveInfo(folder.Path).AvailableFreeSpace >= LeastFreeBytes)
            {
                var files = new OutputFiles(folder);
                folder = null;
                return files;
            }
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // As said above.
        }
        finally
        {
            folder?.Dispose();
        }

        return null;
    }

    /// <summary>Removes the folders of an owner that was killed before its program had opened the files.</summary>
    public static void RemoveLeft(string owner) => TemporaryFolder.RemoveLeft(KindOf(owner));

    /// <summary>Notes that the program has one of the two files open.</summary>
    public void NoteOpened()
    {
        if (Interlocked.Increment(ref opened) == 2) folder.Dispose();
    }

    /// <summary>
    /// Copies what comes on standard output into a text, line by line to <paramref name="onLine"/>, until the program has ended.
    /// </summary>
    public Task FollowOutputAsync(Task ended, StringBuilder text, Action<string>? onLine) => FollowAsync(output, ended, text, onLine);

    /// <summary>
    /// Copies what comes on standard error into a text, line by line to <paramref name="onLine"/>, until the program has ended.
    /// </summary>
    public Task FollowErrorAsync(Task ended, StringBuilder text, Action<string>? onLine) => FollowAsync(error, ended, text, onLine);

    /// <inheritdoc />
    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        folder.Dispose();
    }

    private static string KindOf(string owner) => $"output-{owner}-";

    private static SafeFileHandle Create(string path)
    {
        PrivateFile.Create(path, PrivateFile.Private).Dispose();
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    private static async Task FollowAsync(SafeFileHandle file, Task ended, StringBuilder text, Action<string>? onLine)
    {
        var lines = onLine is null ? null : new LineSplitter(onLine);
        // A StreamReader would take the end of the file for the end of the text, and cut a character that has come by half.
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[16 * 1024];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        long position = 0;
        for (var isLast = false; !isLast;)
        {
            // In this order: what is there once the program has ended is all that it printed. A child of it may go on printing.
            isLast = ended.IsCompleted;
            var length = RandomAccess.GetLength(file);
            while (
                position < length
                && RandomAccess.Read(file, bytes.AsSpan(0, (int)Math.Min(bytes.Length, length - position)), position) is > 0 and var read
            )
            {
                position += read;
                Add(bytes.AsSpan(0, read), flush: false);
            }

            if (!isLast) await Task.WhenAny(ended, Task.Delay(Pause));
        }

        Add([], flush: true);
        lines?.End();

        void Add(ReadOnlySpan<byte> piece, bool flush)
        {
            var decoded = characters.AsSpan(0, decoder.GetChars(piece, characters, flush));
            text.Append(decoded);
            lines?.Add(decoded);
        }
    }
}
