using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Postgres;

/// <summary>Asks a database which migrations it has.</summary>
public static class AppliedMigrations
{
    private const char TableMark = '#';
    private const char RowMark = '=';

    /// <summary>
    /// What psql reads on standard input. The tables that are there are asked and no others, so that a missing one is no error.
    /// Nobody has to wait for it long: a migration under way may have locked the table.
    /// </summary>
    public static string Script(AppliedTableDefinition? table)
    {
        var tables = table is null ? MigrationTable.Known : [MigrationTable.Of(table)];
        var values = string.Join(
            ",\n  ",
            tables.Select(known => $"({Text(known.Table)}, {Text(known.Column)}, {Text(known.Name)}, {Text(known.Where)})")
        );
        return $"""
            SET statement_timeout = '3s';
            SELECT format('SELECT %L UNION ALL (SELECT ''{RowMark}'' || (%s)::text FROM %s WHERE %s ORDER BY 1)',
              '{TableMark}' || known, name, known, rows)
            FROM (VALUES
              {values}
            ) AS tables (known, needed, name, rows)
            WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(known) AND attname = needed)
            \gexec

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The migrations in what psql printed; null where no table was found.</summary>
    public static ImmutableSortedSet<string>? Read(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Any(line => line[0] == TableMark)
            ? lines.Where(line => line[0] == RowMark).Select(line => line[1..]).ToImmutableSortedSet(StringComparer.Ordinal)
            : null;
    }

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
