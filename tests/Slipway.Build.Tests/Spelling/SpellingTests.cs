using Slipway.Build.Tests.Workflows;

namespace Slipway.Build.Tests.Spelling;

public sealed class SpellingTests
{
    private static readonly string Folder = Path.Combine(Paths.Root, "tests", "Slipway.Build.Tests", "Spelling");

    private static readonly string[] Lists = ["words.txt", "words-of-tests.txt"];

    [ToolFact("node", "npm", "git")]
    public async Task Every_word_is_spelled_as_in_a_dictionary_or_stands_in_the_list()
    {
        var files = await TrackedFiles.FindAsync();
        Assert.Contains("README.md", files);
        Assert.Contains("src/Slipway.Core/Planning/Planner.cs", files);

        var (exitCode, output) = await CheckAsync([.. files.Select(file => Path.Combine(Paths.Root, file))]);

        var found = output.Replace(Paths.Root + "/", "", StringComparison.Ordinal);
        Assert.True(exitCode == 0, $"Correct these words, or add them to {Folder}/words.txt if they are terms:\n{found}");
    }

    [ToolFact("node", "npm")]
    public async Task A_misspelled_word_is_found_in_texts_comments_strings_and_names()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-").FullName;
        try
        {
            // In parts, or it would be found here.
            const string wrong = "rec" + "iev" + "e";
            var text = Path.Combine(folder, "text.md");
            var code = Path.Combine(folder, "code.cs");
            await File.WriteAllTextAsync(text, $"# Compose\n\nThe upstream of Caddy does not {wrong} it.\n");
            await File.WriteAllTextAsync(code, $"// {wrong}\nvar x = \"to {wrong}\";\nvoid TryRec" + "iev" + "eAll() { }\n");

            var (exitCode, output) = await CheckAsync(text, code);

            Assert.Equal(1, exitCode);
            Assert.Equal(
                ["code.cs:1:4", "code.cs:2:13", "code.cs:3:9", "text.md:3:32"],
                output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Path.GetFileName(line.Split(' ')[0]))
                    .Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [ToolFact("git")]
    public async Task The_lists_hold_no_word_that_no_file_has()
    {
        var texts = string.Join('\n', (await TrackedFiles.FindAsync()).Select(file => File.ReadAllText(Path.Combine(Paths.Root, file))));
        var words = Lists.SelectMany(list => File.ReadLines(Path.Combine(Folder, list)))
            .Where(line => line.Length > 0 && line[0] != '#').ToArray();

        Assert.NotEmpty(words);
        Assert.DoesNotContain(words, word => !texts.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    // What was read before and did not change is not read again: the cache knows files, lists and settings by their content.
    private static async Task<(int ExitCode, string Output)> CheckAsync(params string[] files)
    {
        var modules = await NodePackages.InstallAsync(Folder);
        var list = Path.Combine(Path.GetDirectoryName(modules)!, Path.GetRandomFileName());
        try
        {
            await File.WriteAllLinesAsync(list, files);
            return await Tool.RunAsync(
                "node", Paths.Root, Path.Combine(modules, "cspell", "bin.mjs"), "lint", "--config", Path.Combine(Folder, "cspell.json"),
                "--no-progress", "--no-summary", "--no-color", "--file-list", list,
                "--cache", "--cache-strategy", "content", "--cache-location", Path.Combine(modules, ".cspellcache"));
        }
        finally
        {
            File.Delete(list);
        }
    }
}
