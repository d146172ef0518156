using System.Collections.Immutable;
using Slipway.Core.Commands;

namespace Slipway.Engine.Ports;

/// <summary>
/// Runs programs. A program is started in a session of its own, so that a Ctrl-C at the terminal reaches only this process, which
/// decides. It carries this process's owner id in its environment, so that a later command finds it where this process was killed.
/// </summary>
public interface IRunCommands
{
    /// <summary>
    /// Runs a program to its end and keeps both streams. A program that cannot be started is a <see
    /// cref="Core.Problems.SlipwayException"/>; a non-zero exit code is not.
    /// </summary>
    /// <param name="command">What to run.</param>
    /// <param name="input">What the program reads on standard input; nothing where null. The place for secrets.</param>
    /// <param name="onLine">Called with every line of either stream as it comes.</param>
    /// <param name="cancellation">Ends the program (SIGTERM, then SIGKILL) and throws.</param>
    Task<CommandResult> RunAsync(
        Command command,
        string? input = null,
        Action<string>? onLine = null,
        CancellationToken cancellation = default
    );

    /// <summary>
    /// As <see cref="RunAsync"/>, for a program that has effects: where this process is killed, the program does not notice, and goes
    /// on to its own end instead of stopping at a random point. It reads nothing on standard input. What a child that it leaves
    /// behind still prints is not waited for.
    /// </summary>
    /// <param name="command">What to run.</param>
    /// <param name="onLine">Called with every line of either stream soon after it came.</param>
    /// <param name="cancellation">Ends the program and its children (SIGTERM, then SIGKILL) and throws.</param>
    Task<CommandResult> RunDetachedAsync(Command command, Action<string>? onLine = null, CancellationToken cancellation = default);

    /// <summary>
    /// Runs a program and writes its standard output to a new file, with its SHA-256 taken on the way. The file is complete on disk, or
    /// gone, when this returns.
    /// </summary>
    Task<StoredOutput> RunToFileAsync(Command command, string path, CancellationToken cancellation = default);

    /// <summary>
    /// Has files written should this process be killed before the returned object is disposed of; then nothing is written. A loss of
    /// power is not noticed, and Windows knows of no such thing.
    /// </summary>
    /// <param name="files">Path and whole new text of each file. Nothing of it may be secret: it is seen in the list of processes.</param>
    /// <exception cref="Core.Problems.SlipwayException">What watches could not be started.</exception>
    IAsyncDisposable WriteIfKilled(ImmutableArray<KeyValuePair<string, string>> files);

    /// <summary>
    /// Waits until the programs have ended that a killed process of Slipway left running, and ends those that take too long. Those
    /// of this process are never meant. Only Linux shows whose a program is; elsewhere none is found.
    /// </summary>
    /// <param name="owner">The owner id of the killed process.</param>
    /// <param name="patience">How long they may take to end by themselves before they are ended (SIGTERM, then SIGKILL).</param>
    /// <param name="onLine">Told which programs are waited for, and which are ended.</param>
    /// <param name="cancellation">Stops waiting and throws; the programs go on.</param>
    /// <returns>How many programs there were.</returns>
    /// <exception cref="Core.Problems.SlipwayException">One of them does not even end when it is killed.</exception>
    Task<int> SettleAsync(string owner, TimeSpan patience, Action<string> onLine, CancellationToken cancellation);
}

/// <summary>A program's output in a file.</summary>
/// <param name="Result">Exit code and standard error; <see cref="CommandResult.Output"/> is empty.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal.</param>
public sealed record StoredOutput(CommandResult Result, long Bytes, string Sha256);
