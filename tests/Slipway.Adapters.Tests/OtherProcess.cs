using System.Diagnostics;

namespace Slipway.Adapters.Tests;

/// <summary>A process that runs a part of this assembly's <see cref="Program"/>, and can be killed.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process process;

    private OtherProcess(Process process) => this.process = process;

    /// <summary>Starts a part of the program.</summary>
    /// <param name="arguments">The part's name, then what it wants.</param>
    /// <param name="temporary">The folder for temporary files in place of the system's, or null.</param>
    public static OtherProcess Start(IEnumerable<string> arguments, string? temporary = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(OtherProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (temporary is not null) start.Environment["TMPDIR"] = temporary;
        return new OtherProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the next line on standard output; null where there is none any more.</summary>
    public async Task<string?> LineAsync() => await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Ends its input and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    /// <summary>Ends the process as nobody can prevent, and no other one.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
