using System.Text.Json.Nodes;

namespace Slipway.Core.Tests.Planning;

/// <summary>Holds <c>docs/compose-keys.md</c> to what the planner does.</summary>
public class ComposeKeyTests
{
    private static readonly JsonObject Samples = (JsonObject)JsonNode.Parse(RepositoryFiles.Read("tests/cases/compose-keys.json"))!;

    private static readonly ILookup<(string Section, string Key), string[]> Table = ReadTable();

    public static TheoryData<string, string> Keys
    {
        get
        {
            var keys = new TheoryData<string, string>();
            foreach (var (section, all) in Samples)
            {
                // What stands at the top level alone is shown by cases of its own.
                foreach (var (key, _) in ((JsonObject)all!).Where(pair => pair.Value is not null)) keys.Add(section, key);
            }

            return keys;
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_service_that_has_a_key_is_replaced_as_the_table_says(string section, string key) =>
        Assert.Equal(Row(section, key)[1], Sample(section, key).WithIt());

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_change_of_a_key_does_what_the_table_says(string section, string key) =>
        Assert.Equal(Row(section, key)[2], Sample(section, key).OfItsChange());

    [Fact]
    public void The_table_has_each_key_once_and_no_other() =>
        Assert.Equal(
            Samples.SelectMany(section => ((JsonObject)section.Value!).Select(key => $"{section.Key}/{key.Key}")).Order(StringComparer.Ordinal),
            Table.SelectMany(rows => rows.Select(_ => $"{rows.Key.Section}/{rows.Key.Key}")).Order(StringComparer.Ordinal)
        );

    private static string[] Row(string section, string key) => Assert.Single(Table[(section, key)]);

    private static ComposeKeySample Sample(string section, string key) => new(section, key, Samples[section]![key]!);

    private static ILookup<(string Section, string Key), string[]> ReadTable()
    {
        var section = "";
        var rows = new List<(string Section, string[] Cells)>();
        foreach (var line in RepositoryFiles.Read("docs/compose-keys.md").Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = line[3..].ToLowerInvariant();
            else if (line.StartsWith("| `", StringComparison.Ordinal)) rows.Add((section, [.. line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim())]));
        }

        return rows.ToLookup(row => (row.Section, row.Cells[0].Replace("`", "", StringComparison.Ordinal)), row => row.Cells);
    }
}
