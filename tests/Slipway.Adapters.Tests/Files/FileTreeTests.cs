using System.Diagnostics;
using System.Net.Sockets;
using Slipway.Adapters.Files;
using Slipway.Core.Observed;

namespace Slipway.Adapters.Tests.Files;

/// <summary>What a container sees of a file or folder that it mounts.</summary>
public sealed class FileTreeTests : IDisposable
{
    private readonly Place place = new();
    private readonly FileStore files = new();

    public void Dispose() => place.Dispose();

    public static TheoryData<string, Action<Place>> Changes => new()
    {
        { "content", place => place.Write("conf/a", "changed") },
        { "a new file", place => place.Write("conf/inner/c", "") },
        { "a file that is gone", place => File.Delete(place["conf/inner/b"]) },
        { "an empty folder", place => Directory.CreateDirectory(place["conf/empty"]) },
        { "the executable bit", place => File.SetUnixFileMode(place["conf/a"], UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead) },
        { "who may read", place => File.SetUnixFileMode(place["conf/a"], UnixFileMode.UserRead) },
        { "a link's target", place => { File.Delete(place["conf/link"]); File.CreateSymbolicLink(place["conf/link"], "inner/b"); } },
        { "a link in place of what it led to", place => { File.Delete(place["conf/link"]); File.Copy(place["conf/a"], place["conf/link"]); } },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task It_shows(string what, Action<Place> change)
    {
        WriteFolder();
        var before = await files.ReadTreeAsync(place["conf"], default);

        change(place);

        Assert.True(before.Fingerprint != (await files.ReadTreeAsync(place["conf"], default)).Fingerprint, $"The tree does not show {what}.");
    }

    [Fact]
    public async Task What_differs_between_checkouts_of_one_commit_makes_no_difference()
    {
        WriteFolder();
        var before = await files.ReadTreeAsync(place["conf"], default);

        File.SetLastWriteTimeUtc(place["conf/a"], DateTime.UnixEpoch);
        File.SetUnixFileMode(place["conf/a"], File.GetUnixFileMode(place["conf/a"]) | UnixFileMode.GroupWrite);
        File.Move(place["conf/a"], place["kept"]);
        File.Copy(place["kept"], place["conf/a"]);

        Assert.Equal(before.Fingerprint, (await files.ReadTreeAsync(place["conf"], default)).Fingerprint);
        Assert.Equal([".", "a", "inner", "inner/b", "link"], before.Entries.Keys);
    }

    [Fact]
    public async Task A_copy_as_cp_makes_it_is_the_same_tree_for_a_file_and_a_folder()
    {
        WriteFolder();
        File.SetUnixFileMode(place["conf/a"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var source in new[] { "conf", "conf/a" })
        {
            Run("cp", "-a", "--", place[source], place["copy"]);

            Assert.Equal((await files.ReadTreeAsync(place[source], default)).Fingerprint, (await files.ReadTreeAsync(place["copy"], default)).Fingerprint);
            Run("rm", "-rf", place["copy"]);
        }
    }

    [Fact]
    public async Task What_is_not_there_or_has_no_content_is_told_and_nothing_waits_for_it()
    {
        WriteFolder();
        Run("mkfifo", place["conf/pipe"]);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(place["socket"]));

        Assert.Equal(FileTreeState.Missing, (await files.ReadTreeAsync(place["nothing"], default)).State);
        Assert.Equal(FileTreeState.Special, (await files.ReadTreeAsync(place["conf"], default)).State);
        Assert.Equal(FileTreeState.Special, (await files.ReadTreeAsync(place["conf/pipe"], default)).State);
        Assert.Equal(FileTreeState.Special, (await files.ReadTreeAsync(place["socket"], default)).State);
    }

    [Fact]
    public async Task More_than_a_release_can_hold_is_not_read()
    {
        using (var file = File.Create(place["large"])) file.SetLength(FileTree.MostBytes + 1);
        Directory.CreateDirectory(place["many"]);
        for (var number = 0; number <= FileTree.MostEntries; number++) place.Write($"many/{number}", "");

        Assert.Equal(FileTreeState.TooLarge, (await files.ReadTreeAsync(place["large"], default)).State);
        Assert.Equal(FileTreeState.TooLarge, (await files.ReadTreeAsync(place["many"], default)).State);
    }

    [Fact]
    public void A_path_is_followed_through_links_of_folders_and_of_files_as_far_as_there_is_something()
    {
        WriteFolder();
        Directory.CreateSymbolicLink(place["current"], "conf");
        File.CreateSymbolicLink(place["circle"], "circle");

        Assert.Equal(Path.Combine(files.RealPathOf(place.Path), "conf/a"), files.RealPathOf(place["current/link"]));
        Assert.Equal(Path.Combine(files.RealPathOf(place.Path), "conf/new/file"), files.RealPathOf(place["current/new/file"]));
        Assert.EndsWith("circle", files.RealPathOf(place["circle"]), StringComparison.Ordinal);
    }

    private void WriteFolder()
    {
        place.Write("conf/a", "text");
        place.Write("conf/inner/b", "text");
        File.CreateSymbolicLink(place["conf/link"], "a");
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
