using System.ComponentModel;
using System.Diagnostics;
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

    private RunningProgram(Process process) => this.process = process;

    /// <summary>The program's standard output as bytes.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>Starts a program with an environment of its own.</summary>
    /// <exception cref="SlipwayException">It is not there or cannot be started.</exception>
    public static RunningProgram Start(Command command)
    {
        var program = ProgramPath.Find(command.Program) ?? throw NotFound(command.Program);
        var hasSession = !OperatingSystem.IsWindows() && File.Exists(SessionStarter);
        // In a session of its own it has no terminal: Ctrl-C does not reach it. setsid(1) replaces itself by the program,
        // since a child of .NET leads no process group: the process id stays, and so does the exit code.
        var start = new ProcessStartInfo(hasSession ? SessionStarter : program)
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
        if (hasSession) start.ArgumentList.Add(program);
        foreach (var argument in command.Arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in InheritedVariables.Of(Environment.GetEnvironmentVariables())) start.Environment[name] = value;
        foreach (var (name, value) in command.Variables) start.Environment[name] = value;

        try
        {
            return new RunningProgram(Process.Start(start)!);
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
    public Task ReadOutputAsync(StringBuilder text, Action<string>? onLine) => ReadAsync(process.StandardOutput, text, onLine);

    /// <summary>Copies standard error into a text, line by line to <paramref name="onLine"/>.</summary>
    public Task ReadErrorAsync(StringBuilder text, Action<string>? onLine) => ReadAsync(process.StandardError, text, onLine);

    /// <summary>Waits for the program's end and for its readers. When one of them fails, or on cancellation, the program is ended first.</summary>
    /// <param name="input">What it reads on standard input.</param>
    /// <param name="grace">How long a program that was told to end may take.</param>
    /// <param name="readers">The started readers of both streams.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(string? input, TimeSpan grace, Task[] readers, CancellationToken cancellation)
    {
        Task[] parts = [.. readers, WriteAsync(input), process.WaitForExitAsync(CancellationToken.None)];
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
            // The program ended, or closed its input, before it had read all; its exit code says whether that was well.
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

    /// <summary>Asks, waits, then insists. It is over when nobody holds the streams any more: the program and its children.</summary>
    private async Task StopAsync(Task all, TimeSpan grace)
    {
        if (!OperatingSystem.IsWindows()) Posix.SignalGroup(process.Id, Posix.Terminate);
        else process.Kill(entireProcessTree: true);
        if (await EndsWithinAsync(all, grace)) return;

        if (!OperatingSystem.IsWindows()) Posix.SignalGroup(process.Id, Posix.Kill);
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await EndsWithinAsync(all, TimeSpan.FromSeconds(1));
    }

    private static async Task<bool> EndsWithinAsync(Task all, TimeSpan time) => await Task.WhenAny(all, Task.Delay(time)) == all;

    private static SlipwayException NotFound(string program) => new(ExitCode.Failed, new Failure($"{program} was not found.")
    {
        Why = "no program of this name is in a folder of PATH.",
        Do = program == "docker"
            ? "run ./build.sh --setup, which installs Docker Engine, Compose and Buildx on Debian and Ubuntu; elsewhere install them by Docker's own instructions."
            : $"install {program}, or put its folder into PATH.",
    });
}
