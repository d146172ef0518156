namespace Slipway.Adapters.Tests.Processes;

/// <summary>Files that are written when a process is killed.</summary>
public sealed class DeadManSwitchTests : IDisposable
{
    private const string Text = "it's $HOME\n%s \\n\n";

    private readonly Place place = new();
    private readonly string owner = Guid.NewGuid().ToString("N");

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task Whoever_is_killed_has_its_files_written_as_they_were_given()
    {
        place.Write("a b", "old");
        using var other = await StartAsync();
        Assert.Equal("old", await File.ReadAllTextAsync(place["a b"]));

        await other.KillAsync();

        await Soon.UntilAsync(() => File.Exists(place["-second"]) && !File.Exists(place["-second.new"]));
        Assert.Equal(Text, await File.ReadAllTextAsync(place["a b"]));
        Assert.Equal("2", await File.ReadAllTextAsync(place["-second"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place["a b"]));
        Assert.Equal(["-second", "a b"], Directory.GetFiles(place.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_ends_in_order_leaves_them_alone()
    {
        place.Write("a b", "old");
        using var other = await StartAsync();

        Assert.Equal(0, await other.EndAsync());

        // The process has waited for the end of the one that would have written.
        Assert.Equal("old", await File.ReadAllTextAsync(place["a b"]));
        Assert.False(File.Exists(place["-second"]));
    }

    private async Task<OtherProcess> StartAsync()
    {
        var other = OtherProcess.Start(["arm-switch", owner, place["a b"], Text, place["-second"], "2"]);
        Assert.Equal("ready", await other.LineAsync());
        return other;
    }
}
