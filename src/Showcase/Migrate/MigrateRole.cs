using System.Text.Json;
using Npgsql;
using Showcase.Database;
using Showcase.Hosting;

namespace Showcase.Migrate;

/// <summary><c>migrate</c>: brings the schema to the newest migration of this image, and ends.</summary>
internal static class MigrateRole
{
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(bool list)
    {
        MigrateSettings settings = MigrateSettings.Read();
        using Termination termination = new();
        try
        {
            await using NpgsqlDataSource database = settings.Database.CreateDataSource("showcase-migrate");
            await using NpgsqlConnection connection = await OpenAsync(database, settings.Database, termination.Token);
            MigrationSession session = new(connection);
            if (list)
                await ListAsync(session, termination.Token);
            else
                await MigrateAsync(session, settings.WorkerUser, termination.Token);
            return 0;
        }
        catch (OperationCanceledException) when (termination.Token.IsCancellationRequested)
        {
            throw new StopException(
                1,
                "Stopped before the end. Migrations that were applied stay; the one in hand was rolled back. Run this again."
            );
        }
        catch (NpgsqlException error)
        {
            throw new StopException(1, $"The database '{settings.Database.Name}' on {settings.Database.Host} failed: {error.Message}");
        }
    }

    private static async Task MigrateAsync(MigrationSession session, string workerUser, CancellationToken cancellation)
    {
        await session.TakeLockAsync(cancellation);
        await session.CheckRoleAsync(workerUser, cancellation);
        await session.CreateTableAsync(cancellation);
        IReadOnlyList<MigrationState> states = MigrationState.Compare(Migration.All, await session.ReadAppliedAsync(cancellation));
        List<string> edited = [.. states.Where(state => state.State == "edited").Select(state => $"{state.Version}_{state.Name}.sql")];
        if (edited.Count > 0)
        {
            throw new StopException(
                1,
                $"""
                A migration was edited after it was applied: {string.Join(", ", edited)}. Nothing was applied.
                  Do:   bring the file back to what was applied, and make the change in a new migration.
                """);
        }

        HashSet<string> pending = [.. states.Where(state => state.State == "pending").Select(state => state.Version)];
        foreach (Migration migration in Migration.All.Where(migration => pending.Contains(migration.Version)))
        {
            await session.ApplyAsync(migration, cancellation);
            // Standard output is the list of what was applied: Slipway notes it with the release.
            Console.WriteLine(migration);
        }

        await session.GrantAsync(workerUser, cancellation);
        if (pending.Count == 0)
            await Console.Error.WriteLineAsync($"Nothing to apply; the schema is at {states[^1].Version}.");
    }

    private static async Task ListAsync(MigrationSession session, CancellationToken cancellation)
    {
        foreach (MigrationState state in MigrationState.Compare(Migration.All, await session.ReadAppliedAsync(cancellation)))
            Console.WriteLine(JsonSerializer.Serialize(state, JsonSerializerOptions.Web));
    }

    /// <summary>Waits while the server starts. A wrong password or name does not get better by waiting.</summary>
    private static async Task<NpgsqlConnection> OpenAsync(
        NpgsqlDataSource database,
        DatabaseSettings settings,
        CancellationToken cancellation
    )
    {
        long start = TimeProvider.System.GetTimestamp();
        bool said = false;
        while (true)
        {
            try
            {
                return await database.OpenConnectionAsync(cancellation);
            }
            catch (NpgsqlException error)
                when (error is not PostgresException { IsTransient: false } && TimeProvider.System.GetElapsedTime(start) < DatabasePatience)
            {
                // 57P03 (starting up) and every failure below the protocol end here.
            }

            if (!said)
                await Console.Error.WriteLineAsync(
                    $"Waiting for the database on {settings.Host} (at most {DatabasePatience.TotalSeconds:0} s)."
                );
            said = true;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        }
    }
}
