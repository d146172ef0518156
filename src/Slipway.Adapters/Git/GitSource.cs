using System.Collections.Immutable;
using Slipway.Adapters.Files;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Git;

/// <summary>The work tree of git, by the git program. Nothing here touches the operator's index, files, branches or hooks.</summary>
public sealed class GitSource(IRunCommands commands) : ISource
{
    private static readonly ImmutableSortedDictionary<string, string> NoVariables = ImmutableSortedDictionary<string, string>.Empty;

    private static readonly string[] Roles = ["AUTHOR", "COMMITTER"];

    /// <inheritdoc />
    public async Task<SourceRevision> RevisionAsync(string folder, CancellationToken cancellation)
    {
        if (await RootAsync(folder, cancellation) is null) return SourceRevision.None;

        var commit = await HeadAsync(folder, cancellation);
        var changes = await GitAsync(
            folder,
            "read the state of the work tree",
            ["status", "--porcelain", "-z", "--untracked-files=normal"],
            cancellation
        );
        var isDirty = changes.Length > 0;
        return new SourceRevision(commit, isDirty, isDirty ? null : commit);
    }

    /// <inheritdoc />
    public Task<string> ContextAsync(BuildFolder folder, ImmutableArray<string> noSource, CancellationToken cancellation)
    {
        Require(folder.Path);
        return BuildContent.HashAsync(folder, noSource, cancellation);
    }

    /// <inheritdoc />
    public async Task<string> FingerprintAsync(string folder, CancellationToken cancellation)
    {
        Require(folder);
        return await FolderContent.HashAsync(folder, await ListAsync(folder, cancellation), cancellation);
    }

    /// <inheritdoc />
    public async Task<string?> SnapshotAsync(string folder, string name, IEnumerable<string> excluded, CancellationToken cancellation)
    {
        if (await RootAsync(folder, cancellation) is null) return null;

        using var place = new TemporaryFolder();
        var index = await CopyIndexAsync(folder, place.Path, cancellation);
        var outside = await WithinAsync(folder, excluded, cancellation);
        // git add fails over a path that is excluded by name and ignored at once (seen with 2.39), and ignored ones stay out anyway.
        var ignored = await IgnoredAsync(folder, outside, cancellation);
        await GitAsync(
            folder,
            "collect the work tree",
            ["add", "--all", "--", ":/", .. outside.Except(ignored).Select(path => $":(exclude,literal){path}")],
            cancellation,
            index
        );
        // What is in the index already is no secret to git, but it need not be in one more commit.
        if (!outside.IsEmpty)
            await GitAsync(
                folder,
                "leave files out",
                ["rm", "-r", "-q", "-f", "--cached", "--ignore-unmatch", "--", .. outside.Select(path => $":(literal){path}")],
                cancellation,
                index
            );

        var tree = await GitAsync(folder, "write the work tree into git", ["write-tree"], cancellation, index);
        var commit = await CommitAsync(folder, tree, name, cancellation);
        // Without a ref of its own, git's garbage collection would take it, even HEAD once its branch is moved.
        await GitAsync(folder, "name the snapshot", ["update-ref", $"refs/slipway/{name}", commit], cancellation);
        return commit;
    }

    /// <inheritdoc />
    public async Task<string> ExportAsync(string folder, string snapshot, string destination, CancellationToken cancellation)
    {
        var root = await RootAsync(folder, cancellation)
            ?? throw GitFailure.Of(
                $"{folder} is not in a git work tree, so snapshot {snapshot} cannot be unpacked.",
                "",
                "run this in the clone that the release was made from."
            );
        var target = Path.GetFullPath(destination);
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw GitFailure.Of(
                $"Snapshot {snapshot} was not unpacked to {destination}.",
                "the folder is not empty.",
                "remove the folder, then run the command again."
            );
        }

        try
        {
            PrivateFile.CreateFolder(target);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("make", target, error);
        }

        using var place = new TemporaryFolder();
        var index = Index(place.Path);
        await GitAsync(root, $"read snapshot {snapshot}", ["read-tree", snapshot], cancellation, index);
        await GitAsync(root, $"unpack snapshot {snapshot}", ["checkout-index", "--all", $"--prefix={target}/"], cancellation, index);
        return root;
    }

    /// <inheritdoc />
    public async Task<string?> RootAsync(string folder, CancellationToken cancellation)
    {
        if (ProgramPath.Find("git") is null) return null;

        var result = await RunAsync(folder, ["rev-parse", "--show-toplevel"], NoVariables, cancellation);
        return GitFailure.IsNoWorkTree(result) ? null : Line(GitFailure.Require(result, folder, "find the work tree"));
    }

    /// <inheritdoc />
    public async Task<ImmutableHashSet<string>> TrackedAsync(string folder, ImmutableArray<string> paths, CancellationToken cancellation)
    {
        if (paths.IsEmpty || await RootAsync(folder, cancellation) is null) return [];
        var within = await WithinAsync(folder, paths, cancellation);
        if (within.IsEmpty)
            return [];
        var listed = await GitAsync(
            folder,
            "list the files",
            ["ls-files", "-z", "--cached", "--", .. within.Select(path => $":(literal){path}")],
            cancellation
        );
        return [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFullPath(path, folder))];
    }

    private async Task<string?> HeadAsync(string folder, CancellationToken cancellation)
    {
        var result = await RunAsync(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], NoVariables, cancellation);
        return result.Succeeded ? Line(result.Output) : null;
    }

    /// <summary>
    /// HEAD, where it holds this very tree; otherwise a commit upon it. Its time is HEAD's, so that the same tree gives the same commit.
    /// </summary>
    private async Task<string> CommitAsync(string folder, string tree, string name, CancellationToken cancellation)
    {
        var head = await HeadAsync(folder, cancellation);
        var about = head is null
            ? " 0"
            : await GitAsync(folder, "read HEAD", ["show", "--no-patch", "--format=%T %ct", "HEAD"], cancellation);
        var (headTree, seconds) = (
            about[..about.IndexOf(' ', StringComparison.Ordinal)],
            about[(about.IndexOf(' ', StringComparison.Ordinal) + 1)..]
        );
        if (head is not null && headTree == tree)
            return head;

        var identity = NoVariables.AddRange(
            from role in Roles
            from pair in new[] { ("NAME", "Slipway"), ("EMAIL", "slipway@localhost"), ("DATE", $"@{seconds} +0000") }
            select KeyValuePair.Create($"GIT_{role}_{pair.Item1}", pair.Item2));
        string[] parent = head is null ? [] : ["-p", head];
        return await GitAsync(
            folder,
            "commit the work tree",
            ["commit-tree", "--no-gpg-sign", .. parent, "-m", $"Work tree of {name}", tree],
            cancellation,
            identity
        );
    }

    /// <summary>A copy of the index: git takes from it which files are unchanged, and need not read them again.</summary>
    private async Task<ImmutableSortedDictionary<string, string>> CopyIndexAsync(
        string folder,
        string place,
        CancellationToken cancellation
    )
    {
        var variables = Index(place);
        var index = await GitAsync(folder, "find the index", ["rev-parse", "--path-format=absolute", "--git-path", "index"], cancellation);
        try
        {
            if (File.Exists(index)) File.Copy(index, variables["GIT_INDEX_FILE"]);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("copy", index, error);
        }

        return variables;
    }

    private static ImmutableSortedDictionary<string, string> Index(string place) =>
        NoVariables.Add("GIT_INDEX_FILE", Path.Combine(place, "index"));

    /// <summary>Those of the paths that lie in the work tree, relative to the folder: git refuses paths beyond its root.</summary>
    private async Task<ImmutableArray<string>> WithinAsync(string folder, IEnumerable<string> paths, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(folder);
        var depth = (await GitAsync(folder, "find the work tree", ["rev-parse", "--show-prefix"], cancellation)).Count(character =>
            character == '/'
        );
        return
        [
            .. paths
                .Select(path => Path.GetRelativePath(full, Path.GetFullPath(path, full)).Replace('\\', '/'))
                .Where(path => !Path.IsPathRooted(path) && path.Split('/').Count(part => part == "..") <= depth),
        ];
    }

    /// <summary>Those of the paths that git ignores. It ends with 1 where there is none.</summary>
    private async Task<IReadOnlyList<string>> IgnoredAsync(string folder, ImmutableArray<string> paths, CancellationToken cancellation) =>
        (await RunAsync(folder, ["check-ignore", "-z", "--stdin"], NoVariables, cancellation, string.Join('\0', paths))).Output.Split(
            '\0',
            StringSplitOptions.RemoveEmptyEntries
        );

    private async Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellation)
    {
        if (await RootAsync(folder, cancellation) is null) return FolderContent.List(folder);

        var names = await GitAsync(
            folder,
            "list the files",
            ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
            cancellation
        );
        // Nothing at all: git ignores the folder itself, but a build takes it all the same.
        return names.Length == 0 ? FolderContent.List(folder) : names.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Require(string folder)
    {
        if (Directory.Exists(folder)) return;
        throw GitFailure.Of(
            $"There is no folder {folder}.",
            "a build of the Compose files takes its files from there.",
            "correct build.context, or add the folder."
        );
    }

    /// <summary>Runs git; returns what it printed, without the last line's end.</summary>
    private async Task<string> GitAsync(
        string folder,
        string attempt,
        IEnumerable<string> arguments,
        CancellationToken cancellation,
        ImmutableSortedDictionary<string, string>? variables = null
    ) => Line(GitFailure.Require(await RunAsync(folder, arguments, variables ?? NoVariables, cancellation), folder, attempt));

    /// <summary>No hook, no daemon, no lock that would disturb the operator's own git, and messages in English.</summary>
    private Task<CommandResult> RunAsync(
        string folder,
        IEnumerable<string> arguments,
        ImmutableSortedDictionary<string, string> variables,
        CancellationToken cancellation,
        string? input = null
    ) =>
        commands.RunAsync(
            Command.Of(
                "git",
                ["--no-optional-locks", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-C", folder, .. arguments]
            ) with
            {
                Variables = variables.Add("LC_ALL", "C"),
            },
            input,
            cancellation: cancellation);

    private static string Line(string output) => output.EndsWith('\n') ? output[..^1] : output;
}
