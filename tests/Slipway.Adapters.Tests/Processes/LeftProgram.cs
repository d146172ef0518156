using System.Diagnostics;
using System.Globalization;
using Slipway.Adapters.Processes;

namespace Slipway.Adapters.Tests.Processes;

/// <summary>A program whose parent is gone, as after a kill of the process that started it.</summary>
internal sealed class LeftProgram : IDisposable
{
    private LeftProgram(int id) => Id = id;

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Whether it still runs.</summary>
    public bool Runs => !Soon.HasEnded(Id);

    /// <summary>Starts a script that carries an owner id, in a session of its own, and returns when it runs.</summary>
    public static async Task<LeftProgram> StartAsync(string owner, string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", """setsid sh -c "$0" </dev/null >/dev/null 2>&1 & echo $!""", script]) { RedirectStandardOutput = true };
        start.Environment[OwnerMark.Variable] = owner;
        using var process = Process.Start(start)!;
        var left = new LeftProgram(int.Parse((await process.StandardOutput.ReadToEndAsync()).Trim(), CultureInfo.InvariantCulture));
        await process.WaitForExitAsync();
        await Soon.UntilAsync(() => left.CommandLine.StartsWith("sh\0-c\0", StringComparison.Ordinal) || !left.Runs);
        return left;
    }

    private string CommandLine => File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/cmdline"));

    /// <inheritdoc />
    public void Dispose() => Posix.SignalGroup(Id, Posix.Kill);
}
