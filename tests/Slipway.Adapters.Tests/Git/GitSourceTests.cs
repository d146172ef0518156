using System.Diagnostics;
using Slipway.Adapters.Git;
using Slipway.Adapters.Processes;
using Slipway.Core.Problems;
using Slipway.Core.Releases;

namespace Slipway.Adapters.Tests.Git;

/// <summary>Works on real repositories, by the git of this machine.</summary>
public sealed class GitSourceTests : IDisposable
{
    private readonly Place place = new();
    private readonly GitSource source = new(new CommandRunner("test"));

    public void Dispose() => place.Dispose();

    private string Root => place["repository"];

    private string App => place["repository/app"];

    [Fact]
    public async Task A_clean_work_tree_is_its_commit()
    {
        var commit = Repository();

        Assert.Equal(new SourceRevision(commit, Dirty: false, Snapshot: commit), await source.RevisionAsync(App, default));
    }

    [Theory]
    [InlineData("app/page.html", "changed")]
    [InlineData("new.txt", "untracked")]
    public async Task A_changed_or_a_new_file_makes_it_dirty_wherever_it_is(string file, string text)
    {
        var commit = Repository();
        place.Write($"repository/{file}", text);

        Assert.Equal(new SourceRevision(commit, Dirty: true, Snapshot: null), await source.RevisionAsync(App, default));
    }

    [Fact]
    public async Task An_ignored_file_does_not_make_it_dirty()
    {
        var commit = Repository();
        place.Write("repository/app/.env.dev", "DB_PASSWORD=secret");

        Assert.Equal(new SourceRevision(commit, Dirty: false, Snapshot: commit), await source.RevisionAsync(App, default));
    }

    [Fact]
    public async Task A_folder_without_git_has_no_revision_and_no_snapshot()
    {
        place.Write("plain/file", "text");

        Assert.Equal(SourceRevision.None, await source.RevisionAsync(place["plain"], default));
        Assert.Null(await source.SnapshotAsync(place["plain"], "s/dev/1", [], default));
    }

    [Fact]
    public async Task A_repository_without_a_commit_can_be_kept_all_the_same()
    {
        Git(place.Path, "init", "-q", Root);
        place.Write("repository/file", "text");

        Assert.Equal(new SourceRevision(null, Dirty: true, Snapshot: null), await source.RevisionAsync(Root, default));
        var snapshot = await source.SnapshotAsync(Root, "s/dev/1", [], default);
        Assert.Equal("file", Git(Root, "ls-tree", "-r", "--name-only", snapshot!));
    }

    [Fact]
    public async Task A_fingerprint_is_the_same_for_the_same_content()
    {
        Repository();
        var before = await source.FingerprintAsync(App, default);

        File.SetLastWriteTimeUtc(place["repository/app/page.html"], DateTime.UnixEpoch);
        place.Write("repository/outside.txt", "not in the folder");
        place.Write("repository/app/.env.dev", "ignored");
        Git(Root, "commit", "-q", "--allow-empty", "-m", "another commit");

        Assert.Equal(before, await source.FingerprintAsync(App, default));
        Assert.Matches("^[0-9a-f]{64}$", before);
    }

    public static TheoryData<string, Action<Place>> Changes => new()
    {
        { "content", place => place.Write("repository/app/page.html", "changed") },
        { "a new file", place => place.Write("repository/app/new.txt", "") },
        { "a file that is gone", place => File.Delete(place["repository/app/page.html"]) },
        { "another name", place => File.Move(place["repository/app/page.html"], place["repository/app/page.htm"]) },
        { "the executable bit", place => File.SetUnixFileMode(place["repository/app/page.html"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute) },
        { "a link's target", place => { File.Delete(place["repository/app/link"]); File.CreateSymbolicLink(place["repository/app/link"], "other"); } },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task A_fingerprint_shows(string what, Action<Place> change)
    {
        Repository();
        var before = await source.FingerprintAsync(App, default);

        change(place);

        Assert.True(before != await source.FingerprintAsync(App, default), $"The fingerprint does not show {what}.");
    }

    [Fact]
    public async Task A_fingerprint_without_git_covers_all_files_but_gits_own()
    {
        place.Write("plain/file", "text");
        place.Write("plain/inner/.hidden", "text");
        var before = await source.FingerprintAsync(place["plain"], default);

        place.Write("plain/.git", "gitdir: elsewhere");
        Assert.Equal(before, await FolderFingerprint());
        place.Write("plain/inner/.hidden", "changed");
        Assert.NotEqual(before, await FolderFingerprint());

        Task<string> FolderFingerprint() => FolderContent.HashAsync(place["plain"], FolderContent.List(place["plain"]), default);
    }

    [Fact]
    public async Task A_folder_that_git_ignores_is_not_taken_for_empty()
    {
        Repository();
        place.Write("repository/vendor/lib/code", "one");
        place.Write("repository/.gitignore", "vendor/\n");
        var before = await source.FingerprintAsync(place["repository/vendor/lib"], default);

        place.Write("repository/vendor/lib/code", "two");

        Assert.NotEqual(before, await source.FingerprintAsync(place["repository/vendor/lib"], default));
    }

    [Fact]
    public async Task A_repository_inside_counts_with_what_it_holds()
    {
        Repository();
        place.Write("repository/app/inner/code", "one");
        Git(place["repository/app/inner"], "init", "-q");
        var before = await source.FingerprintAsync(App, default);

        place.Write("repository/app/inner/code", "two");

        Assert.NotEqual(before, await source.FingerprintAsync(App, default));
    }

    [Fact]
    public async Task A_snapshot_of_a_clean_tree_is_HEAD_and_outlives_its_branch()
    {
        var commit = Repository();

        Assert.Equal(commit, await source.SnapshotAsync(App, "makapix/dev/2026-11-20.1", [], default));

        Assert.Equal(commit, Git(Root, "rev-parse", "refs/slipway/makapix/dev/2026-11-20.1"));
    }

    [Fact]
    public async Task A_snapshot_holds_the_work_tree_as_it_is_without_what_is_ignored_or_excluded()
    {
        var commit = Repository();
        place.Write("repository/app/page.html", "changed");
        place.Write("repository/app/new name ü.txt", "untracked");
        place.Write("repository/app/.env.dev", "DB_PASSWORD=ignored");
        place.Write("repository/app/.env.prod", "DB_PASSWORD=not ignored, but excluded");
        place.Write("repository/state/ledger", "excluded");
        File.Delete(place["repository/readme"]);

        var snapshot = await source.SnapshotAsync(App, "s/dev/1", [place["repository/app/.env.prod"], place["repository/state"], place["elsewhere"]], default);

        Assert.Equal(".gitignore\napp/link\napp/new name ü.txt\napp/page.html\napp/run.sh", Git(Root, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", snapshot!));
        Assert.Equal("changed", Git(Root, "show", $"{snapshot}:app/page.html"));
        Assert.Equal(commit, Git(Root, "rev-parse", $"{snapshot}^"));
        Assert.Equal("Slipway <slipway@localhost>", Git(Root, "show", "-s", "--format=%an <%ae>", snapshot!));
        Assert.Equal(snapshot, Git(Root, "rev-parse", "refs/slipway/s/dev/1"));
    }

    [Fact]
    public async Task An_excluded_file_stays_out_even_where_somebody_has_staged_it()
    {
        Repository();
        place.Write("repository/app/.env.dev", "DB_PASSWORD=secret");
        Git(Root, "add", "-f", "app/.env.dev");

        var snapshot = await source.SnapshotAsync(App, "s/dev/1", [place["repository/app/.env.dev"]], default);

        Assert.DoesNotContain(".env.dev", Git(Root, "ls-tree", "-r", "--name-only", snapshot!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_leaves_index_work_tree_branches_and_hooks_alone()
    {
        Repository();
        place.Write("repository/app/page.html", "staged");
        Git(Root, "add", "app/page.html");
        place.Write("repository/app/page.html", "and changed again");
        place.Write("repository/new.txt", "untracked");
        // Git would take the chance to note the new time in the index.
        File.SetLastWriteTimeUtc(place["repository/readme"], DateTime.UnixEpoch);
        foreach (var hook in new[] { "reference-transaction", "post-index-change", "pre-commit" })
        {
            File.SetUnixFileMode(place.Write($"repository/.git/hooks/{hook}", $"#!/bin/sh\necho {hook} >> {place["hooks-ran"]}\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var index = await File.ReadAllBytesAsync(place["repository/.git/index"]);

        await source.RevisionAsync(App, default);
        await source.FingerprintAsync(App, default);
        await source.SnapshotAsync(App, "s/dev/1", [], default);

        Assert.Equal(index, await File.ReadAllBytesAsync(place["repository/.git/index"]));
        Assert.False(File.Exists(place["hooks-ran"]));
        Assert.Equal("MM app/page.html\n?? new.txt", Git(Root, "status", "--porcelain"));
        Assert.Equal("* main", Git(Root, "branch", "--all"));
        Assert.Equal("and changed again", await File.ReadAllTextAsync(place["repository/app/page.html"]));
    }

    [Fact]
    public async Task The_same_work_tree_gives_the_same_snapshot()
    {
        Repository();
        place.Write("repository/new.txt", "untracked");

        var first = await source.SnapshotAsync(App, "s/dev/1", [], default);
        await Task.Delay(1100);

        Assert.Equal(Git(Root, "rev-parse", $"{first}^{{tree}}"), Git(Root, "rev-parse", $"{await source.SnapshotAsync(App, "s/dev/1", [], default)}^{{tree}}"));
        Assert.Equal(first, await source.SnapshotAsync(App, "s/dev/1", [], default));
    }

    [Fact]
    public async Task An_exported_snapshot_is_the_tree_of_then_with_its_modes()
    {
        Repository();
        place.Write("repository/app/page.html", "then");
        var then = await source.FingerprintAsync(App, default);
        var snapshot = await source.SnapshotAsync(App, "s/dev/1", [], default);
        place.Write("repository/app/page.html", "now");

        var root = await source.ExportAsync(App, snapshot!, place["export"], default);

        Assert.Equal(Root, root);
        Assert.Equal("then", await File.ReadAllTextAsync(place["export/app/page.html"]));
        Assert.Equal("page.html", new FileInfo(place["export/app/link"]).LinkTarget);
        Assert.True(File.GetUnixFileMode(place["export/app/run.sh"]).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(then, await source.FingerprintAsync(place["export/app"], default));
        Assert.Equal("now", await File.ReadAllTextAsync(place["repository/app/page.html"]));
    }

    [Fact]
    public async Task A_snapshot_is_not_exported_over_other_files()
    {
        var commit = Repository();
        place.Write("export/other", "");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => source.ExportAsync(App, commit, place["export"], default));

        Assert.Equal("the folder is not empty.", error.Failure.Why);
    }

    [Fact]
    public async Task A_snapshot_that_git_does_not_have_is_told_in_gits_words()
    {
        Repository();

        var error = await Assert.ThrowsAsync<SlipwayException>(() => source.ExportAsync(App, new string('1', 40), place["export"], default));

        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Equal($"""
            git could not read snapshot 1111111111111111111111111111111111111111 ({Root}).
              Why:  it ended with exit code 128.
              Do:   fix what git reports, then run the command again.
              Last lines of git:
                fatal: failed to unpack tree object 1111111111111111111111111111111111111111
            """, error.Message);
    }

    /// <summary>A repository with one commit, whose hash is returned.</summary>
    private string Repository()
    {
        Git(place.Path, "init", "-q", "-b", "main", Root);
        place.Write("repository/.gitignore", ".env.dev\n");
        place.Write("repository/readme", "read me");
        place.Write("repository/app/page.html", "page");
        File.SetUnixFileMode(place.Write("repository/app/run.sh", "#!/bin/sh\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(place["repository/app/link"], "page.html");
        Git(Root, "add", "-A");
        Git(Root, "commit", "-q", "-m", "one");
        return Git(Root, "rev-parse", "HEAD");
    }

    private static string Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, "-c", "user.name=Tester", "-c", "user.email=tester@localhost", .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        var output = git.StandardOutput.ReadToEnd().TrimEnd('\n');
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)} ended with {git.ExitCode}.");
        return output;
    }
}
