using Slipway.Core.Commands;

namespace Slipway.Engine.Ports;

/// <summary>Runs programs. A program is started in a session of its own, so that a Ctrl-C at the terminal reaches only this process, which decides.</summary>
public interface IRunCommands
{
    /// <summary>Runs a program to its end and keeps both streams. A program that cannot be started is a <see cref="Core.Problems.SlipwayException"/>; a non-zero exit code is not.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="input">What the program reads on standard input; nothing where null. The place for secrets.</param>
    /// <param name="onLine">Called with every line of either stream as it comes.</param>
    /// <param name="cancellation">Ends the program (SIGTERM, then SIGKILL) and throws.</param>
    Task<CommandResult> RunAsync(Command command, string? input = null, Action<string>? onLine = null, CancellationToken cancellation = default);

    /// <summary>Runs a program and writes its standard output to a new file, with its SHA-256 taken on the way. The file is complete on disk, or gone, when this returns.</summary>
    Task<StoredOutput> RunToFileAsync(Command command, string path, CancellationToken cancellation = default);
}

/// <summary>A program's output in a file.</summary>
/// <param name="Result">Exit code and standard error; <see cref="CommandResult.Output"/> is empty.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal.</param>
public sealed record StoredOutput(CommandResult Result, long Bytes, string Sha256);
