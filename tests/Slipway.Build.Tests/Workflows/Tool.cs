using System.Diagnostics;

namespace Slipway.Build.Tests.Workflows;

/// <summary>Runs a program that checks files.</summary>
internal static class Tool
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>The path of a program on the PATH, or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe"), Path.Combine(folder, name + ".cmd") })
            .FirstOrDefault(File.Exists);

    /// <summary>Its exit code and both of its outputs in one.</summary>
    /// <exception cref="TimeoutException">It did not end; it was ended.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, string folder, params IEnumerable<string> arguments)
    {
        var path = Find(name) ?? throw new InvalidOperationException($"There is no {name} on the PATH.");
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var late = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {Timeout.TotalMinutes} minutes.");
        }

        return (process.ExitCode, await output + await error);
    }
}
