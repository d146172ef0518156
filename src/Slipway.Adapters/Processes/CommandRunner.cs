using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Slipway.Adapters.Files;
using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Processes;

/// <summary>Runs programs of this machine.</summary>
public sealed class CommandRunner : IRunCommands
{
    private const int CopyBytes = 128 * 1024;

    private readonly string owner;
    private readonly TimeSpan grace;

    /// <summary>Creates a runner that gives a program ten seconds to end.</summary>
    /// <param name="owner">The opaque id of this process, of letters and digits, which its programs carry.</param>
    public CommandRunner(string owner)
        : this(owner, TimeSpan.FromSeconds(10))
    {
    }

    /// <summary>Creates a runner.</summary>
    /// <param name="owner">The opaque id of this process, of letters and digits, which its programs carry.</param>
    /// <param name="grace">How long a program that was told to end may take before it is ended.</param>
    public CommandRunner(string owner, TimeSpan grace)
    {
        if (!OwnerMark.IsOwner(owner)) throw new ArgumentException("An owner id has letters and digits only.", nameof(owner));
        this.owner = owner;
        this.grace = grace;
    }

    /// <inheritdoc />
    public Task<CommandResult> RunAsync(
        Command command,
        string? input = null,
        Action<string>? onLine = null,
        CancellationToken cancellation = default
    ) => RunAsync(command, input, onLine, null, cancellation);

    /// <inheritdoc />
    /// <remarks>
    /// On Windows, and where no temporary file can be made, it is no different from <see cref="RunAsync(Command, string?, Action{string}?,
    /// CancellationToken)"/>.
    /// </remarks>
    public async Task<CommandResult> RunDetachedAsync(
        Command command,
        Action<string>? onLine = null,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        using var files = OperatingSystem.IsWindows() ? null : OutputFiles.TryCreate(owner);
        return await RunAsync(command, null, onLine, files, cancellation);
    }

    /// <inheritdoc />
    public async Task<StoredOutput> RunToFileAsync(Command command, string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (File.Exists(path))
        {
            throw new SlipwayException(ExitCode.Failed, new Failure($"{path} was not written: there is such a file already.")
            {
                Do = "move the file away, then run the command again.",
            });
        }

        var part = path + ".part";
        try
        {
            PrivateFile.CreateFolderOf(path);
            File.Delete(part);
            var stored = await WriteAsync(command, part, cancellation);
            if (stored.Result.Succeeded)
            {
                File.Move(part, path);
                PrivateFile.SyncFolderOf(path);
            }

            return stored;
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("write", path, error);
        }
        finally
        {
            RemoveQuietly(part);
        }
    }

    /// <inheritdoc />
    public IAsyncDisposable WriteIfKilled(ImmutableArray<KeyValuePair<string, string>> files) => DeadManSwitch.Make(files, owner, grace);

    /// <inheritdoc />
    public async Task<int> SettleAsync(string owner, TimeSpan patience, Action<string> onLine, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || owner == this.owner || !OwnerMark.IsOwner(owner)) return 0;
        var count = await new LeftPrograms(owner, grace, onLine).SettleAsync(patience, cancellation);
        OutputFiles.RemoveLeft(owner);
        return count;
    }

    private async Task<CommandResult> RunAsync(
        Command command,
        string? input,
        Action<string>? onLine,
        OutputFiles? files,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        using var program = RunningProgram.Start(command, owner, files);
        var output = new StringBuilder();
        var error = new StringBuilder();
        var one = onLine is null ? null : OneAtATime(onLine);
        var exitCode = await program.EndAsync(
            input,
            grace,
            [program.ReadOutputAsync(output, one), program.ReadErrorAsync(error, one)],
            cancellation
        );
        return new CommandResult(exitCode, output.ToString(), error.ToString());
    }

    private async Task<StoredOutput> WriteAsync(Command command, string part, CancellationToken cancellation)
    {
        await using var file = PrivateFile.Create(part, PrivateFile.Private);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var program = RunningProgram.Start(command, owner);
        var error = new StringBuilder();
        var exitCode = await program.EndAsync(
            null,
            grace,
            [CopyAsync(program.Output, file, hash), program.ReadErrorAsync(error, null)],
            cancellation
        );
        await Task.Run(() => file.Flush(flushToDisk: true), CancellationToken.None);
        return new StoredOutput(
            new CommandResult(exitCode, "", error.ToString()),
            file.Length,
            Convert.ToHexStringLower(hash.GetHashAndReset())
        );
    }

    private static async Task CopyAsync(Stream from, FileStream to, IncrementalHash hash)
    {
        var buffer = new byte[CopyBytes];
        for (int read; (read = await from.ReadAsync(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    /// <summary>Both streams are read at the same time; who listens is called by one of them at a time.</summary>
    private static Action<string> OneAtATime(Action<string> onLine)
    {
        var turn = new Lock();
        return line =>
        {
            lock (turn) onLine(line);
        };
    }

    private static void RemoveQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            // What went wrong before is the news; a file that stays behind has the name of an incomplete one.
        }
    }
}
