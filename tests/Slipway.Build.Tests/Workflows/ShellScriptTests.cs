namespace Slipway.Build.Tests.Workflows;

public sealed class ShellScriptTests
{
    [ToolFact("shellcheck", "git")]
    public async Task Shellcheck_finds_nothing_in_any_shell_script()
    {
        var scripts = await ScriptsAsync();

        var (exitCode, output) = await Tool.RunAsync("shellcheck", Paths.Root, ["--external-sources", "--", .. scripts]);

        Assert.True(exitCode == 0, output);
    }

    [ToolFact("shellcheck")]
    public async Task Shellcheck_does_find_what_is_wrong()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-").FullName;
        try
        {
            var script = Path.Combine(folder, "wrong.sh");
            await File.WriteAllTextAsync(script, "#!/usr/bin/env bash\nrm -rf $1/*\n");

            var (exitCode, output) = await Tool.RunAsync("shellcheck", folder, script);

            Assert.Equal(1, exitCode);
            Assert.Contains("SC2086", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [ToolFact("git")]
    public async Task Every_shell_script_stops_at_the_first_error()
    {
        var scripts = (await ScriptsAsync()).Where(script => IsStarted(File.ReadAllText(Path.Combine(Paths.Root, script)))).ToArray();

        Assert.Contains("build.sh", scripts);
        Assert.All(scripts, script => Assert.Matches("(?m)^set -[a-zA-Z]*e", File.ReadAllText(Path.Combine(Paths.Root, script))));
    }

    // Parts that another script reads have no first line of their own.
    private static bool IsStarted(string text) => text.StartsWith("#!", StringComparison.Ordinal);

    /// <summary>The shell scripts among the files of git: by their ending, or by their first line.</summary>
    private static async Task<string[]> ScriptsAsync()
    {
        var (exitCode, output) = await Tool.RunAsync("git", Paths.Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        Assert.True(exitCode == 0, output);
        var scripts = output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(IsScript).ToArray();
        Assert.Contains("build/setup/setup.sh", scripts);
        return scripts;
    }

    private static bool IsScript(string file)
    {
        var path = Path.Combine(Paths.Root, file);
        if (!File.Exists(path)) return false;
        if (file.EndsWith(".sh", StringComparison.Ordinal)) return true;
        if (Path.HasExtension(file)) return false;
        using var reader = new StreamReader(path);
        return reader.ReadLine() is { } line && line.StartsWith("#!", StringComparison.Ordinal) && line.Split('/', ' ').Last() is "sh" or "bash";
    }
}
