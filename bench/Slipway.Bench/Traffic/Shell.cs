using System.Diagnostics;
using System.Globalization;

namespace Slipway.Bench.Traffic;

/// <summary>Runs programs to their end.</summary>
internal static class Shell
{
    /// <summary>What a program printed on standard output. A program that fails is an error, unless it may.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="variables">Environment variables besides those of this process.</param>
    /// <param name="mayFail">Whether its exit code does not matter.</param>
    /// <param name="command">The program and its arguments.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, IReadOnlyDictionary<string, string> variables, bool mayFail, params IEnumerable<string> command)
    {
        var words = command.ToArray();
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var printed = await output;
        var complaints = await error;
        return process.ExitCode == 0 || mayFail
            ? (process.ExitCode, printed)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"`{string.Join(' ', words)}` ended with exit code {process.ExitCode}:\n{printed}{complaints}"));
    }

    /// <summary>The lines that docker prints.</summary>
    public static async Task<string[]> DockerAsync(params IEnumerable<string> arguments) =>
        (await RunAsync(Path.GetTempPath(), new Dictionary<string, string>(), false, arguments.Prepend("docker"))).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
