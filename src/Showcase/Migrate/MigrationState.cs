namespace Showcase.Migrate;

/// <summary>
/// A line of <c>migrate --list</c>. The state is <c>applied</c>, <c>pending</c>, or <c>edited</c> for a file that changed after it was
/// applied.
/// </summary>
internal sealed record MigrationState(string Version, string Name, string State)
{
    /// <summary>
    /// What the image has and what the database has, by version. One that only the database has was applied by a newer image.
    /// </summary>
    public static IReadOnlyList<MigrationState> Compare(IReadOnlyList<Migration> image, IReadOnlyList<AppliedMigration> database)
    {
        Dictionary<string, AppliedMigration> applied = database.ToDictionary(row => row.Version);
        IEnumerable<MigrationState> known = image.Select(migration => new MigrationState(
            migration.Version,
            migration.Name,
            !applied.TryGetValue(migration.Version, out AppliedMigration? row) ? "pending"
                : row.Sha256 == migration.Sha256 ? "applied"
                : "edited"
        ));
        IEnumerable<MigrationState> newer = database
            .Where(row => image.All(migration => migration.Version != row.Version))
            .Select(row => new MigrationState(row.Version, row.Name, "applied"));
        return [.. known.Concat(newer).OrderBy(state => state.Version, StringComparer.Ordinal)];
    }
}
