using System.Security.Cryptography;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;
using Slipway.Core.Postgres;

namespace Slipway.Adapters.Tests.Docker;

public sealed class DatabaseDumpTests : IDisposable
{
    private readonly Place place = new();
    private readonly CommandRunner runner = new("test");

    public void Dispose() => place.Dispose();

    [DockerFact]
    public async Task A_real_dump_is_whole_has_the_checksum_that_was_taken_on_the_way_and_can_be_listed()
    {
        await using var database = await Container.StartAsync("postgres:15-bookworm", ["--env", "POSTGRES_PASSWORD=test", "--tmpfs", "/var/lib/postgresql/data"]);
        // Over TCP: the server that runs the init scripts listens on its socket only.
        await database.WaitAsync(async () => (await runner.RunAsync(database.Exec("pg_isready", "--host", "127.0.0.1", "--username", "postgres"))).Succeeded);
        await SqlAsync("CREATE TABLE posts AS SELECT id, md5(id::text) AS title FROM generate_series(1, 200000) AS id");

        var stored = await runner.RunToFileAsync(database.Exec("pg_dump", "--username", "postgres", "--format=custom", "postgres"), place["backup.dump"]);

        Assert.Equal(new CommandResult(0, "", ""), stored.Result);
        Assert.True(stored.Bytes > 1_000_000, $"The dump has {stored.Bytes} bytes.");
        await using (var file = File.OpenRead(place["backup.dump"])) Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(file)), stored.Sha256);
        await Container.DockerAsync(["cp", place["backup.dump"], $"{database.Name}:/tmp/backup.dump"]);
        var list = await runner.RunAsync(database.Exec("pg_restore", "--list", "/tmp/backup.dump"));
        Assert.Contains("TABLE DATA public posts postgres", list.Output, StringComparison.Ordinal);
        await SqlAsync("CREATE DATABASE again");
        Assert.True((await runner.RunAsync(database.Exec("pg_restore", "--username", "postgres", "--dbname", "again", "--exit-on-error", "/tmp/backup.dump"))).Succeeded);
        Assert.Equal("200000", await SqlAsync("SELECT count(*) FROM posts", "again"));

        async Task<string> SqlAsync(string sql, string name = "postgres")
        {
            var result = await runner.RunAsync(database.Exec("psql", "--username", "postgres", "--dbname", name, "--no-align", "--tuples-only", "--command", sql));
            Assert.True(result.Succeeded, result.Error);
            return result.Output.Trim();
        }
    }

    /// <summary>Options of the container, and of the server in it.</summary>
    public static TheoryData<string[], string[]> Hardened => new()
    {
        { ["--env", "POSTGRES_INITDB_ARGS=--auth-local=scram-sha-256", "--env", "POSTGRES_PASSWORD=it's $a \"test\""], [] },
        { ["--env", "POSTGRES_PASSWORD=test"], ["-c", "port=5544"] },
        { ["--env", "POSTGRES_PASSWORD=test"], ["-c", "unix_socket_directories=/tmp"] },
        { ["--env", "POSTGRES_PASSWORD=test"], ["-c", "unix_socket_directories="] },
        { ["--env", "POSTGRES_USER=owner", "--env", "POSTGRES_DB=postgres", "--env", "POSTGRES_INITDB_ARGS=--auth-local=scram-sha-256", "--env", "POSTGRES_PASSWORD=test", "--env", "PGDATA=/var/lib/postgresql/data/in"], ["-p", "5544"] },
    };

    [DockerTheory]
    [MemberData(nameof(Hardened))]
    public async Task A_database_that_asks_for_a_password_listens_elsewhere_or_has_its_socket_elsewhere_is_dumped_all_the_same(string[] options, string[] server)
    {
        await using var database = await Container.StartAsync("postgres:15-bookworm", ["--tmpfs", "/var/lib/postgresql/data", .. options], ["postgres", "-c", "fsync=off", .. server]);
        var user = options.Contains("POSTGRES_USER=owner") ? "owner" : "postgres";
        var port = server.Any(option => option.Contains("5544", StringComparison.Ordinal)) ? "5544" : "5432";
        await database.WaitAsync(async () => (await runner.RunAsync(database.Exec("pg_isready", "--host", "127.0.0.1", "--port", port))).Succeeded);

        var stored = await runner.RunToFileAsync(PostgresCommands.Dump(database.Name, user, "postgres"), place["backup.dump"]);
        var size = await runner.RunAsync(PostgresCommands.Size(database.Name, user, "postgres"));
        var asked = await runner.RunAsync(PostgresCommands.Query(database.Name, user, "postgres"), "SELECT 'asked'");

        Assert.Equal(new CommandResult(0, "", ""), stored.Result);
        Assert.True(stored.Bytes > 500, $"The dump has {stored.Bytes} bytes.");
        Assert.True(size.Succeeded, size.Error);
        Assert.Equal(new CommandResult(0, "asked\n", ""), asked);
    }

    [DockerFact]
    public async Task A_dump_of_a_database_that_is_not_there_leaves_no_file_and_says_why()
    {
        await using var database = await Container.StartAsync("postgres:15-bookworm", ["--env", "POSTGRES_PASSWORD=test", "--tmpfs", "/var/lib/postgresql/data"]);
        await database.WaitAsync(async () => (await runner.RunAsync(database.Exec("pg_isready", "--host", "127.0.0.1", "--username", "postgres"))).Succeeded);

        var stored = await runner.RunToFileAsync(database.Exec("pg_dump", "--username", "postgres", "--format=custom", "nowhere"), place["backup.dump"]);

        Assert.Equal(1, stored.Result.ExitCode);
        Assert.Contains("database \"nowhere\" does not exist", stored.Result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(place.Path));
    }
}
