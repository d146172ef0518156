using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace Slipway.EndToEnd.Tests;

/// <summary>A program that runs, with what it has printed so far.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly string[] Inherited =
        ["PATH", "HOME", "USER", "TMPDIR", "DOTNET_ROOT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

    private readonly Process process;
    private readonly string commandLine;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly Task reading;
    private readonly long began = Stopwatch.GetTimestamp();

    private RunningProgram(Process process, string commandLine)
    {
        this.process = process;
        Id = process.Id;
        this.commandLine = commandLine;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, error));
    }

    /// <summary>The process's id.</summary>
    public int Id { get; }

    /// <summary>Starts a program with a clean environment.</summary>
    public static RunningProgram Start(string file, IEnumerable<string> arguments, string folder, ImmutableDictionary<string, string>? variables = null)
    {
        var list = arguments.ToArray();
        var start = new ProcessStartInfo(file, list)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var own = start.Environment.Where(variable => Inherited.Contains(variable.Key) || variable.Key.StartsWith("DOCKER_", StringComparison.Ordinal)).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in own.Concat((variables ?? []).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))) start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!, $"{Path.GetFileName(file)} {string.Join(' ', list)}");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="input">A file for its standard input, or null for an empty one.</param>
    public static async Task<Ended> RunAsync(string file, IEnumerable<string> arguments, string folder, string? input = null)
    {
        using var program = Start(file, arguments, folder);
        if (input is not null)
        {
            await using var content = File.OpenRead(input);
            await content.CopyToAsync(program.process.StandardInput.BaseStream);
        }

        return await program.EndAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Waits until the program has printed a text on standard output.</summary>
    public async Task WaitForAsync(string text, TimeSpan limit)
    {
        while (!Text(output).Contains(text, StringComparison.Ordinal))
        {
            if (process.HasExited) Assert.Fail($"`{commandLine}` ended before it said '{text}':\n{(await EndAsync(limit)).Text}");
            if (Stopwatch.GetElapsedTime(began) > limit) Assert.Fail($"`{commandLine}` did not say '{text}' within {limit.TotalSeconds:0} s:\n{Text(output)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Whether the program has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Asks the program to end, as an init system does.</summary>
    public void Terminate() => Assert.True(Signal(Posix.Terminate), $"`{commandLine}` ended before it could be asked to.");

    /// <summary>Sends a signal to the program, and to no program that it started; returns whether it still ran.</summary>
    public bool Signal(int signal) => !process.HasExited && Posix.Signal(process.Id, signal);

    /// <summary>Ends the program at once, without a chance to do anything about it; the programs that it started go on.</summary>
    public void Kill() => process.Kill();

    /// <summary>Waits for the end.</summary>
    public async Task<Ended> EndAsync(TimeSpan limit)
    {
        // Only now: a program that is asked something must not wait for ever.
        process.StandardInput.Close();
        try
        {
            await Task.WhenAll(process.WaitForExitAsync(), reading).WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"`{commandLine}` did not end within {limit.TotalSeconds:0} s:\n{Text(output)}{Text(error)}");
        }

        return new Ended(commandLine, process.ExitCode, Text(output), Text(error), Stopwatch.GetElapsedTime(began));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    // By characters and not by lines: a step that has begun is a line without an end.
    private static async Task ReadAsync(StreamReader reader, StringBuilder into)
    {
        var buffer = new char[1024];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (into) into.Append(buffer, 0, count);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
