namespace Showcase.Migrate;

/// <summary>A row of <c>schema_migrations</c>.</summary>
internal sealed record AppliedMigration(string Version, string Name, string Sha256);
