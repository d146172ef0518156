using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Showcase.Hosting;

namespace Showcase.Migrate;

/// <summary>
/// One connection as the owner of the schema. It holds the lock and applies the migrations, so a lost lock also means that nothing more is
/// applied.
/// </summary>
internal sealed class MigrationSession(NpgsqlConnection connection)
{
    // Any number will do, as long as every release of this application takes the same.
    private const long LockKey = 0x5348_4F57_4341_5345;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Polls for the lock outside any transaction: a session that waits inside one would block CREATE INDEX CONCURRENTLY of the session it
    /// waits for.
    /// </summary>
    /// <exception cref="StopException">Another migration held the lock for a minute.</exception>
    public async Task TakeLockAsync(CancellationToken cancellation)
    {
        using PeriodicTimer poll = new(TimeSpan.FromMilliseconds(500));
        long start = TimeProvider.System.GetTimestamp();
        bool said = false;
        while (!await ScalarAsync<bool>("SELECT pg_try_advisory_lock($1)", cancellation, LockKey))
        {
            if (TimeProvider.System.GetElapsedTime(start) > LockPatience)
            {
                throw new StopException(
                    1,
                    "Another migration has held the lock for 60 s. See who it is in pg_stat_activity (application_name "
                    + "'showcase-migrate'), let it finish, then run this again."
                );
            }

            if (!said)
                await Console.Error.WriteLineAsync("Another migration is running; waiting for it.");
            said = true;
            await poll.WaitForNextTickAsync(cancellation);
        }
    }

    public async Task CreateTableAsync(CancellationToken cancellation) => await ExecuteAsync(
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            version text PRIMARY KEY,
            name text NOT NULL,
            sha256 text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """,
        cancellation);

    /// <summary>The applied migrations; none when the table does not exist yet. Any other error stops the run.</summary>
    public async Task<IReadOnlyList<AppliedMigration>> ReadAppliedAsync(CancellationToken cancellation)
    {
        if (!await ScalarAsync<bool>("SELECT to_regclass('schema_migrations') IS NOT NULL", cancellation))
            return [];

        await using NpgsqlCommand command = new("SELECT version, name, sha256 FROM schema_migrations ORDER BY version", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        List<AppliedMigration> rows = [];
        while (await reader.ReadAsync(cancellation))
            rows.Add(new AppliedMigration(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return rows;
    }

    /// <summary>The migration and its row in one transaction: both or neither.</summary>
    /// <exception cref="StopException">The SQL failed; nothing of this migration stays.</exception>
    public async Task ApplyAsync(Migration migration, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            // A migration that queues behind a long query also holds up every query behind it.
            await ExecuteAsync("SET LOCAL lock_timeout = '10s'", cancellation);
            await ExecuteAsync(migration.Sql, cancellation);
            await ExecuteAsync(
                "INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, $3)",
                cancellation, migration.Version, migration.Name, migration.Sha256);
        }
        catch (PostgresException error)
        {
            throw new StopException(
                1,
                $"""
                Migration {migration} failed; none of it was kept, and the ones after it were not tried.
                  Why:  {error.SqlState} {error.MessageText}
                  Do:   correct the file, build a new image and run this again.
                """);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <exception cref="StopException">The serving role does not exist.</exception>
    public async Task CheckRoleAsync(string workerUser, CancellationToken cancellation)
    {
        if (!await ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", cancellation, workerUser))
        {
            throw new StopException(
                1,
                $"The database role '{workerUser}' (DB_API_WORKER_USER) does not exist. The database's init script creates it, and only "
                + "on an empty volume: create it by hand, or correct the name."
            );
        }
    }

    /// <summary>
    /// Rows and sequences for the serving role, but no tables: repeated on every run, so that new tables are covered too.
    /// </summary>
    public async Task GrantAsync(string workerUser, CancellationToken cancellation)
    {
        string role = await ScalarAsync<string>("SELECT quote_ident($1)", cancellation, workerUser);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(
            $"""
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
            REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM {role};
            """,
            cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using NpgsqlCommand command = Command(sql, values);
        // A migration may build an index for longer than any query may run.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellation, params object[] values)
    {
        await using NpgsqlCommand command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    [SuppressMessage(
        "Security",
        "CA2100:Review SQL queries for security vulnerabilities",
        Justification = "Constants, the image's own files, and one name that PostgreSQL itself quoted."
    )]
    private NpgsqlCommand Command(string sql, object[] values)
    {
        NpgsqlCommand command = new(sql, connection);
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
