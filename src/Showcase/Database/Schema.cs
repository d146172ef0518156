using Npgsql;
using Showcase.Migrate;

namespace Showcase.Database;

/// <summary>Whether the database is ready for this image, as the serving role sees it.</summary>
internal static class Schema
{
    /// <summary>
    /// Returns when the newest migration of this image is applied. A database that is further ahead is fine: so it is after going back to
    /// an older image.
    /// </summary>
    /// <exception cref="NpgsqlException">The database does not answer, the serving role may not read, or the migration is
    /// missing.</exception>
    public static async Task CheckAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        Migration newest = Migration.All[^1];
        List<long> readable = await database.ListAsync(
            "SELECT (SELECT count(*) FROM schema_migrations WHERE version = $1) FROM (SELECT 1) AS one LEFT JOIN (SELECT id FROM posts "
            + "LIMIT 1) AS p ON true",
            [newest.Version],
            row => row.GetInt64(0),
            cancellation);
        if (readable is not [1])
            throw new NpgsqlException($"Migration {newest} is not applied. Run the role 'migrate' of this image.");
    }
}
