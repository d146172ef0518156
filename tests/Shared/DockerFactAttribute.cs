using System.ComponentModel;
using System.Diagnostics;

namespace Slipway.Testing;

/// <summary>
/// A test that needs a Docker engine. Where none answers it is skipped with the reason; on a build server (<c>CI</c> is set) it runs
/// and fails, since a test that is always skipped proves nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Lack = new(WhyNot);

    /// <summary>Asks the engine once a test run.</summary>
    public DockerFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") is null or "" or "false") Skip = Lack.Value;
    }

    private static string? WhyNot()
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", ["version", "--format", "{{.Server.Version}}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = docker.StandardError.ReadToEndAsync();
            var output = docker.StandardOutput.ReadToEndAsync();
            if (!docker.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                docker.Kill(entireProcessTree: true);
                return "The Docker engine did not answer within 10 s.";
            }

            _ = output.Result;
            return docker.ExitCode == 0 ? null : $"No Docker engine answers (./build.sh --setup installs and starts one): {error.Result.Trim()}";
        }
        catch (Win32Exception)
        {
            return "There is no docker on PATH (./build.sh --setup installs it).";
        }
    }
}
