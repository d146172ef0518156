using Slipway.Adapters.Files;
using Slipway.Core.Problems;

namespace Slipway.Adapters.Tests.Files;

public sealed class FileStoreTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Place place = new();
    private readonly FileStore files = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_file_that_is_not_there_has_no_text()
    {
        Assert.Null(files.ReadText(place["no-file"]));
        Assert.Null(files.ReadText(place["no-folder/no-file"]));
    }

    [Fact]
    public void A_folder_is_told_from_a_file_and_from_nothing()
    {
        File.WriteAllText(place["file"], "");

        Assert.True(files.FolderExists(place.Path));
        Assert.False(files.FolderExists(place["file"]));
        Assert.False(files.FolderExists(place["nothing"]));
    }

    [Fact]
    public void The_room_of_a_path_that_is_still_to_be_made_is_that_of_the_folder_it_will_lie_in()
    {
        var space = files.SpaceOf(place["not/there/yet"])!;

        Assert.StartsWith(space.Mount, place.Path, StringComparison.Ordinal);
        Assert.Equal(space.Mount, files.SpaceOf(place.Path)!.Mount);
        Assert.InRange(space.FreeBytes, 1, new DriveInfo(place.Path).TotalSize);
    }

    [Fact]
    public void A_mount_below_another_one_is_the_one_that_counts()
    {
        if (!OperatingSystem.IsLinux()) return;

        Assert.Equal("/proc", files.SpaceOf("/proc/self/status")!.Mount);
    }

    [Fact]
    public void A_text_is_read_without_its_byte_order_mark()
    {
        File.WriteAllBytes(place["text"], [0xEF, 0xBB, 0xBF, (byte)'a', 0xC3, 0xBC]);

        Assert.Equal("aü", files.ReadText(place["text"]));
    }

    [Fact]
    public void What_is_no_UTF_8_is_refused_with_its_place()
    {
        File.WriteAllBytes(place["text"], [(byte)'a', (byte)'b', 0xFF]);

        var error = Assert.Throws<SlipwayException>(() => files.ReadText(place["text"]));

        Assert.Equal($"""
            Cannot read {place["text"]} as text.
              Why:  the byte at 2 is not UTF-8.
              Do:   check that the path names the text file that was meant, and save it as UTF-8.
            """, error.Message);
    }

    [Fact]
    public void A_file_of_more_than_16_MiB_is_refused()
    {
        using (var file = File.Create(place["text"])) file.SetLength((16 * 1024 * 1024) + 1);

        var error = Assert.Throws<SlipwayException>(() => files.ReadText(place["text"]));

        Assert.Equal("it has 16777217 bytes; a text may have 16777216.", error.Failure.Why);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_an_error_with_a_remedy()
    {
        var error = Assert.Throws<SlipwayException>(() => files.ReadText(place.Path));

        Assert.Equal((ExitCode.Failed, $"Cannot read {place.Path}."), (error.ExitCode, error.Failure.What));
        Assert.StartsWith("check who owns the file and its folders", error.Failure.Do, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_private_and_so_are_the_folders_that_are_made_for_it()
    {
        files.WriteText(place["a/b/secret"], "text");

        Assert.Equal("text", File.ReadAllText(place["a/b/secret"]));
        Assert.Equal(Private, File.GetUnixFileMode(place["a/b/secret"]));
        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(place["a/b"]));
        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(place["a"]));
    }

    [Fact]
    public void A_file_that_others_could_read_is_private_once_it_is_replaced()
    {
        File.SetUnixFileMode(place.Write("secret", "old"), Private | UnixFileMode.OtherRead);

        files.WriteText(place["secret"], "new");

        Assert.Equal(Private, File.GetUnixFileMode(place["secret"]));
    }

    [Fact]
    public void Who_reads_while_a_file_is_replaced_reads_the_old_one_to_its_end()
    {
        place.Write("text", "the old one");
        using var reader = new StreamReader(new FileStream(place["text"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        files.WriteText(place["text"], "the new one");

        Assert.Equal("the old one", reader.ReadToEnd());
        Assert.Equal("the new one", files.ReadText(place["text"]));
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_behind()
    {
        Directory.CreateDirectory(place["folder"]);

        var error = Assert.Throws<SlipwayException>(() => files.WriteText(place["folder"], "text"));

        Assert.Equal($"Cannot write {place["folder"]}.", error.Failure.What);
        Assert.Equal([place["folder"]], Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public void A_full_disk_is_told_with_the_disk_to_make_room_on()
    {
        var full = new IOException("No space left on device : '/srv/backups/1.dump'", 28);

        Assert.Equal("""
            Cannot write /srv/backups/1.dump.
              Why:  No space left on device : '/srv/backups/1.dump'
              Do:   free space on the disk of /srv/backups (`df -h` shows it, and `docker system df` what images and volumes take), then run the command again.
            """, FileFailure.Of("write", "/srv/backups/1.dump", full).Message);
    }

    [Fact]
    public void Lines_are_appended_to_a_private_file()
    {
        files.AppendLine(place["state/ledger"], "one");
        files.AppendLine(place["state/ledger"], "twö");

        Assert.Equal("one\ntwö\n", files.ReadText(place["state/ledger"]));
        Assert.Equal(Private, File.GetUnixFileMode(place["state/ledger"]));
    }

    [Fact]
    public void A_line_after_a_torn_one_begins_anew()
    {
        place.Write("ledger", "one\n{\"tor");

        files.AppendLine(place["ledger"], "two");

        Assert.Equal("one\n{\"tor\ntwo\n", files.ReadText(place["ledger"]));
    }

    [Fact]
    public void No_line_is_lost_when_several_append_at_once()
    {
        var lines = Enumerable.Range(0, 200).Select(number => $"line {number:000}").ToArray();
        files.AppendLine(place["ledger"], "first");

        Parallel.ForEach(lines, new ParallelOptions { MaxDegreeOfParallelism = 8 }, line => files.AppendLine(place["ledger"], line));

        Assert.Equal(lines.Prepend("first"), File.ReadAllLines(place["ledger"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_line_with_a_break_in_it_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => files.AppendLine(place["ledger"], "one\ntwo"));

    [Fact]
    public void Removing_what_is_not_there_is_no_error()
    {
        files.Delete(place["no-file"]);
        files.Delete(place["no-folder/no-file"]);
        files.DeleteFolder(place["no-folder"]);
    }

    [Fact]
    public void A_folder_is_removed_with_all_that_is_in_it_but_not_what_links_lead_to()
    {
        place.Write("outside/kept", "");
        place.Write("folder/inner/file", "");
        Directory.CreateSymbolicLink(place["folder/link"], place["outside"]);

        files.DeleteFolder(place["folder"]);

        Assert.False(Directory.Exists(place["folder"]));
        Assert.True(files.Exists(place["outside/kept"]));
    }

    [Fact]
    public void Names_are_listed_in_ordinal_order_and_an_unfinished_file_is_none()
    {
        foreach (var name in new[] { "b", "a", "B", ".hidden", ".x.1.slipway-new", "inner/file", "Inner/file" }) place.Write(name, "");

        Assert.Equal([".hidden", "B", "a", "b"], files.ListFiles(place.Path));
        Assert.Equal(["Inner", "inner"], files.ListFolders(place.Path));
        Assert.Empty(files.ListFiles(place["no-folder"]));
        Assert.Empty(files.ListFolders(place["no-folder"]));
    }

    [Fact]
    public void A_folder_that_is_there_stays_as_it_is()
    {
        var mode = Private | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        Directory.CreateDirectory(place["folder"]);
        File.SetUnixFileMode(place["folder"], mode);

        files.CreateFolder(place["folder"]);

        Assert.Equal(mode, File.GetUnixFileMode(place["folder"]));
    }

    [Fact]
    public void A_temporary_folder_is_private_and_goes_with_what_is_in_it()
    {
        using var folder = files.CreateTemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "file"), "");
        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));

        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }
}
