namespace Slipway.Build.Tests.Documentation;

public sealed class ArchitectureDocumentTests
{
    private const string Document = "docs/architecture.md";

    private static readonly string[] Added =
        ["a target", "an option", "a step", "a rule", "a key of stack.yaml", "a stack", "a port", "a report or output format"];

    [Fact]
    public void Every_path_of_the_architecture_is_there()
    {
        var paths = PathsIn(MarkdownText.Read(Document)).ToArray();

        Assert.True(paths.Length > 30, $"{Document} has {paths.Length} paths.");
        Assert.All(paths, path => Assert.True(Path.Exists(path), $"There is no {path}."));
    }

    [Fact]
    public void A_walk_through_a_deployment_names_each_file_once_and_begins_and_ends_in_the_shell()
    {
        var files = Lines().Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])).Select(line => line.Split('`')[1]).ToArray();

        Assert.Equal("build.sh", files[0]);
        Assert.Contains("build/Tasks/DeployDev.cs", files);
        Assert.Equal("src/Slipway.Core/Problems/ExitCode.cs", files[^1]);
        Assert.Equal(files.Distinct(), files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Paths.Root, file)), $"There is no {file}."));
    }

    [Fact]
    public void It_says_where_everything_goes_that_people_add() =>
        Assert.Equal(Added, Lines().Where(line => line.StartsWith("| a", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim()));

    [Theory]
    [InlineData("See `src/Slipway.Core/Gone.cs`.", "src/Slipway.Core/Gone.cs")]
    [InlineData("See [that](decisions/0000-gone.md).", "docs/decisions/0000-gone.md")]
    public void A_path_that_is_not_there_is_found(string text, string path)
    {
        var found = Assert.Single(PathsIn(MarkdownText.Of(text)));

        Assert.Equal(Path.Combine(Paths.Root, path), found);
        Assert.False(Path.Exists(found));
    }

    private static string[] Lines() => MarkdownText.Read(Document).Prose.Split('\n');

    // What stands in backticks is a path if it begins with an entry of the root; a link is relative to the document.
    private static IEnumerable<string> PathsIn(MarkdownText document)
    {
        var roots = Directory.EnumerateFileSystemEntries(Paths.Root).Select(path => Path.GetFileName(path)!).ToHashSet(StringComparer.Ordinal);
        return document.Codes.Where(code => !code.Contains(' ', StringComparison.Ordinal) && roots.Contains(code.Split('/')[0]))
            .Select(code => Path.Combine(Paths.Root, code))
            .Concat(document.Links.Select(link => Path.GetFullPath(link, Path.Combine(Paths.Root, "docs"))));
    }
}
