using Showcase.Migrate;

namespace Showcase.Tests.Migrate;

public sealed class MigrationStateTests
{
    // "0001=a" is the migration 0001 with the checksum a.
    [Theory]
    [InlineData("", "", "")]
    [InlineData("0001=a 0002=b", "", "0001 pending, 0002 pending")]
    [InlineData("0001=a 0002=b", "0001=a", "0001 applied, 0002 pending")]
    [InlineData("0001=a 0002=b", "0001=a 0002=b", "0001 applied, 0002 applied")]
    [InlineData("0001=a 0002=b", "0002=b", "0001 pending, 0002 applied")]
    [InlineData("0001=a 0002=b", "0001=x", "0001 edited, 0002 pending")]
    [InlineData("0001=a 0002=b", "0001=a 0002=B", "0001 applied, 0002 edited")]
    [InlineData("0001=a", "0001=a 0002=b 0003=c", "0001 applied, 0002 applied, 0003 applied")]
    [InlineData("0001=a", "0001=x 0002=b", "0001 edited, 0002 applied")]
    [InlineData("0001=a 0003=c", "0001=a 0002=b", "0001 applied, 0002 applied, 0003 pending")]
    [InlineData("0002=b 0001=a", "0003=c", "0001 pending, 0002 pending, 0003 applied")]
    [InlineData("", "0001=a", "0001 applied")]
    public void Each_migration_is_pending_applied_or_edited_in_the_order_of_the_numbers(string image, string database, string expected)
    {
        Migration[] files = [.. Parse(image).Select(file => new Migration(file.Version, "name", "SELECT 1;", file.Sha256))];
        AppliedMigration[] rows = [.. Parse(database).Select(row => new AppliedMigration(row.Version, "name", row.Sha256))];

        var states = MigrationState.Compare(files, rows);

        Assert.Equal(expected, string.Join(", ", states.Select(state => $"{state.Version} {state.State}")));
    }

    [Fact]
    public void A_migration_has_the_name_of_its_file_and_one_of_a_newer_image_the_name_the_database_knows()
    {
        Migration[] image = [new("0001", "create_schema", "SELECT 1;", "a")];
        AppliedMigration[] database = [new("0001", "create_tables", "a"), new("0002", "announce_posts", "b")];

        var states = MigrationState.Compare(image, database);

        Assert.Equal([new("0001", "create_schema", "applied"), new("0002", "announce_posts", "applied")], states);
    }

    [Fact]
    public void The_migrations_of_the_image_are_numbered_from_one_without_a_gap()
    {
        var names = Migration.All.Select(migration => migration.ToString()).ToArray();

        Assert.Equal(["0001_create_schema", "0002_announce_posts"], names[..2]);
        Assert.Equal(Enumerable.Range(1, names.Length).Select(number => $"{number:0000}"), Migration.All.Select(migration => migration.Version));
    }

    private static IEnumerable<(string Version, string Sha256)> Parse(string text) => text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('='))
        .Select(parts => (parts[0], parts[1]));
}
