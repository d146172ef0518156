using Slipway.Build.Tests.Workflows;

namespace Slipway.Build.Tests.Spelling;

public sealed class FileShapeTests
{
    private const int Columns = 140;

    private const int Lines = 300;

    private static readonly string[] Folders = ["build/", "src/"];

    private const string RawQuotes = "\"\"\"";

    [ToolFact("git")]
    public async Task No_line_of_code_has_more_than_140_columns()
    {
        var found = (await SourcesAsync()).SelectMany(file => TooWide(file, File.ReadAllText(Path.Combine(Paths.Root, file)))).ToArray();

        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [ToolFact("git")]
    public async Task No_file_of_code_has_more_than_300_lines()
    {
        var found = (await SourcesAsync()).Where(file => File.ReadLines(Path.Combine(Paths.Root, file)).Count() > Lines).ToArray();

        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [Fact]
    public void A_line_that_is_too_wide_is_found_with_its_number()
    {
        var wide = new string('x', Columns + 1);

        Assert.Equal(["src/X.cs:2: 141 columns"], TooWide("src/X.cs", $"{wide[1..]}\n{wide}\n"));
    }

    [Fact]
    public void What_a_raw_string_holds_is_data_and_may_be_wider()
    {
        var wide = new string('x', Columns + 1);

        var text = $"var one = {RawQuotes}{wide}{RawQuotes};\nvar two = {RawQuotes}\n{wide}\n{RawQuotes};\n{wide}\n";

        Assert.Equal(["src/X.cs:5: 141 columns"], TooWide("src/X.cs", text));
    }

    private static async Task<string[]> SourcesAsync()
    {
        var files = (await TrackedFiles.FindAsync())
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && Array.Exists(Folders, folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .ToArray();
        Assert.All(Folders, folder => Assert.Contains(files, file => file.StartsWith(folder, StringComparison.Ordinal)));
        return files;
    }

    private static IEnumerable<string> TooWide(string file, string text)
    {
        var isRaw = false;
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var quotes = line.Split(RawQuotes).Length - 1;
            if (!isRaw && quotes == 0 && line.Length > Columns) yield return $"{file}:{index + 1}: {line.Length} columns";
            if (quotes % 2 == 1) isRaw = !isRaw;
        }
    }
}
