using System.Diagnostics;
using Slipway.Adapters.Git;
using Slipway.Adapters.Processes;
using Slipway.Core.Compose;

namespace Slipway.Adapters.Tests.Git;

/// <summary>What a build sees of its folders.</summary>
public sealed class BuildContentTests : IDisposable
{
    private readonly Place place = new();
    private readonly GitSource source = new(new CommandRunner("test"));

    public BuildContentTests()
    {
        place.Write("tree/app/Dockerfile", "FROM scratch\nCOPY . /\n");
        place.Write("tree/app/main.c", "int main;");
        place.Write("tree/app/.gitignore", "dist/\nlogs/\n");
        place.Write("tree/app/.dockerignore", "logs\n**/*.md\n");
        place.Write("tree/app/dist/bundle", "compiled-1");
        place.Write("tree/app/logs/today", "a line");
        place.Write("tree/shared/lib.c", "int lib;");
        Git("init", "-q");
        Git("add", "-A");
        Git("-c", "user.name=Tester", "-c", "user.email=tester@localhost", "commit", "-q", "-m", "one");
    }

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("app/dist/bundle", true)]
    [InlineData("app/dist/new", true)]
    [InlineData("app/untracked.c", true)]
    [InlineData("app/logs/today", false)]
    [InlineData("app/docs/notes.md", false)]
    [InlineData("app/.git/HEAD", false)]
    [InlineData("app/data/row", false)]
    [InlineData("shared/lib.c", false)]
    public async Task A_change_counts_where_the_build_sees_it_whatever_git_knows_of_it(string file, bool expected)
    {
        var before = await ReadAsync(new BuildFolder(place["tree/app"], place["tree/app/Dockerfile"]));

        place.Write($"tree/{file}", "compiled-2");

        Assert.Equal(expected, before != await ReadAsync(new BuildFolder(place["tree/app"], place["tree/app/Dockerfile"])));
    }

    [Fact]
    public async Task A_folder_of_which_the_build_sees_what_git_knows_has_the_fingerprint_that_it_had_before_that_was_told_apart()
    {
        Directory.Delete(place["tree/app/dist"], recursive: true);
        Directory.Delete(place["tree/app/logs"], recursive: true);

        Assert.Equal(await source.FingerprintAsync(place["tree/app"], default), await ReadAsync(new BuildFolder(place["tree/app"], place["tree/app/Dockerfile"])));
    }

    [Fact]
    public async Task An_additional_context_has_an_ignore_file_of_its_own()
    {
        place.Write("tree/shared/.dockerignore", "*.o\n");
        var before = await ReadAsync(new BuildFolder(place["tree/shared"], null));

        place.Write("tree/shared/lib.o", "object");
        Assert.Equal(before, await ReadAsync(new BuildFolder(place["tree/shared"], null)));
        place.Write("tree/shared/lib.c", "changed");
        Assert.NotEqual(before, await ReadAsync(new BuildFolder(place["tree/shared"], null)));
    }

    [Fact]
    public async Task A_Dockerfile_counts_where_it_lies_elsewhere_and_where_the_ignore_file_names_it()
    {
        var outside = new BuildFolder(place["tree/app"], place.Write("tree/docker/App.Dockerfile", "FROM scratch\n"));
        place.Write("tree/app/.dockerignore", "Dockerfile\n");
        var inside = new BuildFolder(place["tree/app"], place["tree/app/Dockerfile"]);
        var before = (await ReadAsync(outside), await ReadAsync(inside));

        place.Write("tree/docker/App.Dockerfile", "FROM scratch\nLABEL a=b\n");
        place.Write("tree/app/Dockerfile", "FROM scratch\nLABEL a=b\n");

        Assert.NotEqual(before.Item1, await ReadAsync(outside));
        Assert.NotEqual(before.Item2, await ReadAsync(inside));
    }

    [Fact]
    public async Task An_ignore_file_beside_the_Dockerfile_takes_the_place_of_the_contexts()
    {
        place.Write("tree/app/Dockerfile.dockerignore", "dist\n");
        var before = await ReadAsync(new BuildFolder(place["tree/app"], place["tree/app/Dockerfile"]));

        place.Write("tree/app/dist/bundle", "compiled-2");
        Assert.Equal(before, await ReadAsync(new BuildFolder(place["tree/app"], place["tree/app/Dockerfile"])));
        place.Write("tree/app/logs/today", "another line");
        Assert.NotEqual(before, await ReadAsync(new BuildFolder(place["tree/app"], place["tree/app/Dockerfile"])));
    }

    [DockerTheory]
    [InlineData("")]
    [InlineData("a\n!a/keep\n")]
    [InlineData("*\n!a/**/*.c\n!d.txt\n")]
    [InlineData("**/node_modules\n**/*.o\n/d.txt\n")]
    [InlineData("a/*\n!a/b\na/b/x.o\n# comment\n  e[12].txt  \n")]
    [InlineData("!a\na/b\n!a/b/**\n?.txt\n")]
    [InlineData("\uFEFFd.txt\r\na/./b/../keep\r\n")]
    [InlineData("**\n!**/*.c\n")]
    [InlineData(".dockerignore\nDockerfile\n**/.hidden\n")]
    public void The_patterns_are_read_as_the_engines_builder_reads_them(string ignore)
    {
        foreach (var file in new[] { "a/keep", "a/b/x.o", "a/b/x.c", "a/node_modules/m/i.js", "node_modules/n.js", "d.txt", "e1.txt", "e3.txt", "a/.hidden/file", "deep/er/x.c" }) place.Write($"context/{file}", file);
        File.CreateSymbolicLink(place["context/link"], "d.txt");
        place.Write("context/Dockerfile", "FROM scratch\nCOPY . /\n");
        place.Write("context/.dockerignore", ignore);

        Run("docker", "buildx", "build", "--quiet", "--output", $"type=local,dest={place["seen"]}", place["context"]);

        var seen = Directory.EnumerateFiles(place["seen"], "*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }).Select(path => Path.GetRelativePath(place["seen"], path));
        var listed = BuildContent.List(new BuildFolder(place["context"], place["context/Dockerfile"]), []);
        Assert.Equal(seen.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private Task<string> ReadAsync(BuildFolder folder) => source.ContextAsync(folder, [place["tree/app/data"]], default);

    private void Git(params string[] arguments) => Run("git", ["-C", place["tree"], .. arguments]);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
