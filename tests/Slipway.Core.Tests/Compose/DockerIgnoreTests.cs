using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

public class DockerIgnoreTests
{
    [Theory]
    [InlineData("node_modules", "node_modules/left-pad/index.js", true)]
    [InlineData("node_modules", "web/node_modules/left-pad/index.js", false)]
    [InlineData("**/node_modules", "web/node_modules/left-pad/index.js", true)]
    [InlineData("**/node_modules", "node_modules/left-pad/index.js", true)]
    [InlineData("/dist/", "dist/bundle.js", true)]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", "docs/README.md", false)]
    [InlineData("docs/**", "docs/a/b.md", true)]
    [InlineData("docs/**/*.md", "docs/a.md", true)]
    [InlineData("docs/*.md", "docs/a/b.md", false)]
    [InlineData("**", "anything/at/all", true)]
    [InlineData("temp?", "temp1/file", true)]
    [InlineData("temp?", "temporary", false)]
    [InlineData("file[0-9]", "file7", true)]
    [InlineData("file[^0-9]", "file7", false)]
    [InlineData("a+b (1).txt", "a+b (1).txt", true)]
    [InlineData("\\#notes", "#notes", true)]
    [InlineData("# *", "anything", false)]
    [InlineData("./a/../b", "b/file", true)]
    [InlineData("  spaced  ", "spaced", true)]
    [InlineData("\uFEFFdist", "dist/bundle.js", true)]
    [InlineData("dist\r\nlogs\r", "dist/bundle.js", true)]
    [InlineData("Dist", "dist/bundle.js", false)]
    [InlineData("[", "[", false)]
    [InlineData("*\n!src", "src/main.c", false)]
    [InlineData("*\n!src\nsrc/*.o", "src/main.o", true)]
    [InlineData("dist\n!dist/keep/**", "dist/keep/me", false)]
    [InlineData("!dist\ndist", "dist/bundle.js", true)]
    public void A_build_does_not_see_what_the_last_pattern_that_matches_excludes(string text, string path, bool expected) =>
        Assert.Equal(expected, IsExcluded(DockerIgnore.Parse(text), path));

    [Theory]
    [InlineData("dist", "dist", false)]
    [InlineData("*\n!src", "src", false)]
    [InlineData("dist\n!dist/keep", "dist", true)]
    [InlineData("dist\n!**/*.md", "dist", true)]
    [InlineData("dist\n!d*/keep", "dist", true)]
    [InlineData("dist\n!other/*.md", "dist", false)]
    public void A_folder_is_looked_into_where_an_exception_may_bring_something_back(string text, string folder, bool expected) =>
        Assert.Equal(expected, DockerIgnore.Parse(text).MayBringBackBelow(folder));

    private static bool IsExcluded(DockerIgnore ignore, string path)
    {
        var (match, parts) = (ignore.Root, path.Split('/'));
        for (var count = 1; count <= parts.Length; count++) match = ignore.Match(string.Join('/', parts[..count]), match);
        return match.IsExcluded;
    }
}
