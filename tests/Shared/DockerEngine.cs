using System.ComponentModel;
using System.Diagnostics;

namespace Slipway.Testing;

/// <summary>The Docker engine of the machine that the tests run on.</summary>
internal static class DockerEngine
{
    private static readonly Lazy<string?> Lack = new(WhyNot);

    /// <summary>Why a test that needs it is skipped; null where it is not.</summary>
    public static string? ReasonToSkip => Environment.GetEnvironmentVariable("CI") is null or "" or "false" ? Lack.Value : null;

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
