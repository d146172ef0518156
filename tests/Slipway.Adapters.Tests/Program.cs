using System.Globalization;
using Slipway.Adapters.Locks;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;

namespace Slipway.Adapters.Tests;

/// <summary>What tests start as a process of its own, to kill it for example. Its first argument names the part that it plays.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments) => arguments switch
    {
        ["hold-lock", var path, var owner, var doing] => HoldLock(path, owner, doing),
        ["run-detached", var owner, var script] => await RunDetachedAsync(owner, script),
        ["arm-switch", var owner, .. var files] => await ArmSwitchAsync(owner, files),
        _ => 2,
    };

    /// <summary>Takes a lock and starts a program that outlives it, says the program's process id, and gives the lock back when its input ends.</summary>
    private static int HoldLock(string path, string owner, string doing)
    {
        using var mine = new FileLocks(owner, TimeProvider.System).TryTake(path, doing, out _);
        if (mine is null) return 3;
        using var child = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sleep", ["300"]) { RedirectStandardOutput = true })!;
        Console.WriteLine(child.Id.ToString(CultureInfo.InvariantCulture));
        while (Console.ReadLine() is { } line) mine.Note(line);
        child.Kill();
        return 0;
    }

    /// <summary>Runs a script that outlives this process, and says its lines.</summary>
    private static async Task<int> RunDetachedAsync(string owner, string script) =>
        (await new CommandRunner(owner).RunDetachedAsync(Command.Of("sh", "-c", script), Console.Out.WriteLine)).ExitCode;

    /// <summary>Has files (a path, a text, and so on) written if it is killed, and cancels that when its input ends.</summary>
    private static async Task<int> ArmSwitchAsync(string owner, string[] files)
    {
        await using var deadManSwitch = new CommandRunner(owner).WriteIfKilled([.. files.Chunk(2).Select(file => KeyValuePair.Create(file[0], file[1]))]);
        Console.WriteLine("ready");
        Console.ReadLine();
        return 0;
    }
}
