using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Slipway.Core.Commands;
using Slipway.Core.Problems;

namespace Slipway.Adapters.Processes;

/// <summary>A started program, until it ended or was ended.</summary>
internal sealed class RunningProgram : IDisposable
{
    private const string SessionStarter = "/usr/bin/setsid";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process process;
    private readonly OutputFiles? files;
    private readonly Task ended;

    private RunningProgram(Process process, OutputFiles? files)
    {
        this.process = process;
        this.files = files;
        ended = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>The program's standard output as bytes.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>Starts a program with an environment of its own.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="owner">The owner id that it carries.</param>
    /// <param name="files">Where it prints, in place of pipes.</param>
    /// <exception cref="SlipwayException">It is not there or cannot be started.</exception>
    public static RunningProgram Start(Command command, string owner, OutputFiles? files = null)
    {
        var program = ProgramPath.Find(command.Program) ?? throw NotFound(command.Program);
        var hasSession = !OperatingSystem.IsWindows() && File.Exists(SessionStarter);
        // In a session of its own it has no terminal: Ctrl-C does not reach it. setsid(1) replaces itself by the program,
        // since a child of .NET leads no process group: the process id stays, and so does the exit code.
        string[] words =
        [
            .. hasSession ? [SessionStarter] : Array.Empty<string>(),
            .. files?.Redirection ?? [],
            program,
            .. command.Arguments,
        ];
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        start.Environment.Clear();
        foreach (var (name, value) in InheritedVariables.Of(Environment.GetEnvironmentVariables())) start.Environment[name] = value;
        foreach (var (name, value) in command.Variables) start.Environment[name] = value;
        start.Environment[OwnerMark.Variable] = owner;

        try
        {
            return new RunningProgram(Process.Start(start)!, files);
        }
        catch (Win32Exception error)
        {
            throw new SlipwayException(ExitCode.Failed, new Failure($"{command.Program} could not be started.")
            {
                Why = error.Message,
                Do = $"check that {program} runs on this machine.",
            }, error);
        }
    }

    /// <summary>Copies standard output into a text, line by line to <paramref name="onLine"/>.</summary>
    public async Task ReadOutputAsync(StringBuilder text, Action<string>? onLine)
    {
        await ReadAsync(process.StandardOutput, text, onLine);
        if (files is null) return;

        // The pipe ends once the file has taken its place; what came before is a complaint of who should have opened it.
        files.NoteOpened();
        await files.FollowOutputAsync(ended, text, onLine);
    }

    /// <summary>Copies standard error into a text, line by line to <paramref name="onLine"/>.</summary>
    public async Task ReadErrorAsync(StringBuilder text, Action<string>? onLine)
    {
        await ReadAsync(process.StandardError, text, onLine);
        if (files is null) return;

        files.NoteOpened();
        await files.FollowErrorAsync(ended, text, onLine);
    }

    /// <summary>
    /// Waits for the program's end and for its readers. When one of them fails, or on cancellation, the program is ended first.
    /// </summary>
    /// <param name="input">What it reads on standard input.</param>
    /// <param name="grace">How long a program that was told to end may take.</param>
    /// <param name="readers">The started readers of both streams.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(string? input, TimeSpan grace, Task[] readers, CancellationToken cancellation)
    {
        Task[] parts = [.. readers, WriteAsync(input), ended];
        try
        {
            await foreach (var part in Task.WhenEach(parts).WithCancellation(cancellation)) await part;
            return process.ExitCode;
        }
        catch
        {
            await StopAsync(Task.WhenAll(parts), grace);
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => process.Dispose();

    private async Task WriteAsync(string? input)
    {
        try
        {
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, before it had read all; its exit code says whether that is a failure.
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text, Action<string>? onLine)
    {
        var lines = onLine is null ? null : new LineSplitter(onLine);
        var buffer = new char[8192];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            text.Append(buffer, 0, read);
            lines?.Add(buffer.AsSpan(0, read));
        }

        lines?.End();
    }

    /// <summary>Asks, waits, then insists. It is over when neither the program nor a child of it is left.</summary>
    private async Task StopAsync(Task all, TimeSpan grace)
    {
        if (!OperatingSystem.IsWindows()) Signal(Posix.Terminate);
        else process.Kill(entireProcessTree: true);
        if (await EndsWithinAsync(all, grace)) return;

        if (!OperatingSystem.IsWindows()) Signal(Posix.Kill);
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await EndsWithinAsync(all, TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Signals the program's group, or the program alone where it leads none (yet); once it has ended, its id may be another's.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private void Signal(int signal)
    {
        if (!Posix.SignalGroup(process.Id, signal) && !process.HasExited) Posix.SignalAlone(process.Id, signal);
    }

    private async Task<bool> EndsWithinAsync(Task all, TimeSpan time)
    {
        var late = Task.Delay(time);
        if (await Task.WhenAny(all, late) == late) return false;

        // A pipe ends when the last child that holds it has ended. A file says nothing of children.
        while (!OperatingSystem.IsWindows() && files is not null && Posix.IsGroup(process.Id))
        {
            if (late.IsCompleted) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }

    private static SlipwayException NotFound(string program) =>
        new(
            ExitCode.Failed,
            new Failure($"{program} was not found.")
            {
                Why = "no program of this name is in a folder of PATH.",
                Do =
                    program == "docker"
                        ? $"run `{Invocation.Script} --setup`, which installs Docker Engine, Compose and Buildx on Debian and Ubuntu; "
                            + "elsewhere install them by Docker's own instructions."
                        : $"install {program}, or put its folder into PATH.",
            }
        );
}
