using Slipway.Core.Postgres;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Postgres;

public class AppliedMigrationsTests
{
    [Fact]
    public void The_rows_of_the_table_that_is_there_are_the_migrations() =>
        Assert.Equal(["0001_init", "0002_posts"], AppliedMigrations.Read("#schema_migrations\n=0002_posts\n=0001_init\n")!);

    [Fact]
    public void A_table_without_rows_is_not_the_same_as_no_table()
    {
        Assert.Empty(AppliedMigrations.Read("#schema_migrations\n")!);
        Assert.Null(AppliedMigrations.Read(""));
    }

    [Fact]
    public void A_table_that_is_named_is_the_only_one_that_is_asked_and_is_quoted() =>
        Assert.Equal(
            """
            SET statement_timeout = '3s';
            SELECT format('SELECT %L UNION ALL (SELECT ''='' || (%s)::text FROM %s WHERE %s ORDER BY 1)',
              '#' || known, name, known, rows)
            FROM (VALUES
              ('"app"."Migrations"', 'Id', '"Id"', 'true')
            ) AS tables (known, needed, name, rows)
            WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(known) AND attname = needed)
            \gexec

            """.ReplaceLineEndings("\n"),
            AppliedMigrations.Script(new AppliedTableDefinition("app.Migrations", "Id")));

    [Theory]
    [InlineData("('schema_migrations', 'version', 'version', 'true')")]
    [InlineData("('\"__EFMigrationsHistory\"', 'MigrationId', '\"MigrationId\"', 'true')")]
    [InlineData("('alembic_version', 'version_num', 'version_num', 'true')")]
    [InlineData("('django_migrations', 'name', 'app || ''.'' || name', 'true')")]
    public void Without_a_name_the_tables_of_well_known_tools_are_looked_for(string row) =>
        Assert.Contains(row, AppliedMigrations.Script(null), StringComparison.Ordinal);
}
