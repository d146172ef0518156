using System.Diagnostics;
using System.Globalization;
using Slipway.Adapters.Processes;

namespace Slipway.Adapters.Tests.Processes;

public class LocalProcessTests
{
    [Fact]
    public void A_process_is_known_by_its_id_and_its_start()
    {
        Assert.True(LocalProcess.Lives(Environment.ProcessId, null));
        Assert.True(LocalProcess.Lives(Environment.ProcessId, LocalProcess.OwnStartUtc));
        Assert.True(LocalProcess.Lives(Environment.ProcessId, LocalProcess.OwnStartUtc.AddSeconds(1)));
        Assert.False(LocalProcess.Lives(Environment.ProcessId, LocalProcess.OwnStartUtc.AddSeconds(-3)));
        Assert.False(LocalProcess.Lives(Environment.ProcessId, LocalProcess.OwnStartUtc.AddSeconds(3)));
    }

    [Fact]
    public async Task A_process_that_has_ended_does_not_live()
    {
        using var process = Process.Start("true");
        await process.WaitForExitAsync();

        Assert.False(LocalProcess.Lives(process.Id, null));
    }

    [Fact]
    public async Task A_process_whose_end_nobody_asks_for_does_not_live()
    {
        // sleep(1) has a child of the shell's, which it knows nothing of.
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 300 & echo $!; exec sleep 300"]) { RedirectStandardOutput = true })!;
        var child = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await WaitForNameAsync(parent.Id, "sleep");
        Assert.True(LocalProcess.Lives(child, null));

        using (var process = Process.GetProcessById(child)) process.Kill();
        var began = Stopwatch.GetTimestamp();
        while (LocalProcess.Lives(child, null) && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10)) await Task.Delay(10);

        Assert.False(LocalProcess.Lives(child, null));
        if (OperatingSystem.IsLinux()) Assert.True(Directory.Exists($"/proc/{child}"));
        parent.Kill();
    }

    private static async Task WaitForNameAsync(int id, string name)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10); await Task.Delay(10))
        {
            using var process = Process.GetProcessById(id);
            if (process.ProcessName == name) return;
        }

        Assert.Fail($"Process {id} did not become {name}.");
    }
}
