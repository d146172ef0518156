using System.Diagnostics;
using System.Globalization;

namespace Slipway.Adapters.Tests.Locks;

/// <summary>Another process that holds a lock, and a program that it has started.</summary>
internal sealed class LockHolder : IDisposable
{
    private readonly Process process;
    private readonly int childId;

    private LockHolder(Process process, int childId)
    {
        this.process = process;
        this.childId = childId;
    }

    public int Id => process.Id;

    public static async Task<LockHolder> StartAsync(string path, string owner, string doing)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(Program).Assembly.Location, "hold-lock", path, owner, doing])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new LockHolder(process, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    /// <summary>Has it note what it does.</summary>
    public void Note(string doing)
    {
        process.StandardInput.WriteLine(doing);
        process.StandardInput.Flush();
    }

    /// <summary>Has it end in order.</summary>
    public async Task EndAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>SIGKILL, to it alone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Whether the program that it started still runs.</summary>
    public bool ChildLives()
    {
        using var child = Child();
        return child is { HasExited: false };
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
        using var child = Child();
        child?.Kill();
    }

    private Process? Child()
    {
        try
        {
            return Process.GetProcessById(childId);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
