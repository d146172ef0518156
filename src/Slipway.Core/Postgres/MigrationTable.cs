using System.Collections.Immutable;

namespace Slipway.Core.Postgres;

/// <summary>A table in which a tool for migrations notes what it applied, in the words of SQL.</summary>
/// <param name="Table">The table, quoted where it needs to be.</param>
/// <param name="Column">A column that has to be there.</param>
/// <param name="Name">What names a migration.</param>
/// <param name="Where">Which rows count.</param>
internal sealed record MigrationTable(string Table, string Column, string Name, string Where = "true")
{
    /// <summary>The tables of well-known tools, by their documentation.</summary>
    public static readonly ImmutableArray<MigrationTable> Known =
    [
        new("schema_migrations", "version", "version"), // Rails, dbmate, golang-migrate
        new("\"__EFMigrationsHistory\"", "MigrationId", "\"MigrationId\""), // Entity Framework
        new("alembic_version", "version_num", "version_num"), // Alembic
        new("django_migrations", "name", "app || '.' || name"), // Django
        new("_prisma_migrations", "migration_name", "migration_name", "finished_at IS NOT NULL AND rolled_back_at IS NULL"), // Prisma
        new("flyway_schema_history", "version", "coalesce(version, script)", "success"), // Flyway
        new("databasechangelog", "id", "id"), // Liquibase
        new("knex_migrations", "name", "name"), // Knex
        new("\"SequelizeMeta\"", "name", "name"), // Sequelize
        new("goose_db_version", "version_id", "version_id", "is_applied"), // goose
    ];

    /// <summary>A table that a definition names; its names are letters, digits and underscores.</summary>
    public static MigrationTable Of(Stack.AppliedTableDefinition definition) =>
        new(string.Join('.', definition.Table.Split('.').Select(Quote)), definition.Column, Quote(definition.Column));

    private static string Quote(string name) => $"\"{name}\"";
}
