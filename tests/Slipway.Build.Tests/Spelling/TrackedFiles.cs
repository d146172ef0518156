using Slipway.Build.Tests.Workflows;

namespace Slipway.Build.Tests.Spelling;

/// <summary>The texts of the repository that people wrote, new ones that git does not know yet included.</summary>
internal static class TrackedFiles
{
    private static readonly string[] Endings =
    [
        ".caddy", ".case", ".cjs", ".conf", ".cs", ".csproj", ".env", ".expected", ".html", ".md", ".plan", ".props", ".ps1", ".sh", ".sql",
        ".targets", ".yaml", ".yml", "/Caddyfile", "/Dockerfile", "/acl", "BannedSymbols.txt",
    ];

    /// <summary>Their paths below the root, in the order of git.</summary>
    public static async Task<string[]> FindAsync()
    {
        var (exitCode, output) = await Tool.RunAsync("git", Paths.Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        Assert.True(exitCode == 0, output);
        return
        [
            .. output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Where(path => Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.Ordinal)))
                .Where(path => File.Exists(Path.Combine(Paths.Root, path))),
        ];
    }
}
