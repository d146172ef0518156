using Slipway.Core.Commands;
using Slipway.Core.Compose;

namespace Slipway.Core.Postgres;

/// <summary>
/// Commands that run inside a database container, over its local socket. Where that asks for a password, the container's own
/// environment has it: none is passed.
/// </summary>
public static class PostgresCommands
{
    /// <summary>
    /// Sets what libpq does not find by itself, and becomes the program in its arguments, for the user in <c>$0</c>. A running server notes
    /// its port and the folder of its socket in lines 4 and 5 of postmaster.pid; the official image has the password of its first user in
    /// POSTGRES_PASSWORD or in a file. What is set for libpq goes before.
    /// </summary>
    /// <remarks>https://www.postgresql.org/docs/current/storage-file-layout.html</remarks>
    private const string Client =
        """p=${PGDATA:-/var/lib/postgresql/data}/postmaster.pid; """
        + """if [ -r "$p" ]; then d=$(sed -n 5p "$p"); """
        + """export PGPORT="${PGPORT:-$(sed -n 4p "$p")}" PGHOST="${PGHOST:-${d:-localhost}}"; fi; """
        + """if [ "$0" = "${POSTGRES_USER:-postgres}" ]; then """
        + """export PGPASSWORD="${PGPASSWORD:-"""
        + """${POSTGRES_PASSWORD:-${POSTGRES_PASSWORD_FILE:+$(cat "$POSTGRES_PASSWORD_FILE")}}}"; fi; exec "$@" """;

    /// <summary>
    /// Dumps a database in the custom format to standard output. Compression 1 takes about a third of the time of the default
    /// for a dump that is a tenth larger.
    /// </summary>
    /// <param name="container">The database's container.</param>
    /// <param name="user">The user.</param>
    /// <param name="database">The database.</param>
    /// <param name="platform">Where the container runs; the local engine where none is given.</param>
    public static Command Dump(string container, string user, string database, IPlatform? platform = null) =>
        Exec(platform, container, user, database, "pg_dump", "--format=custom", "--compress=1");

    /// <summary>The bytes that a database takes on disk: more than any dump of it will have.</summary>
    /// <inheritdoc cref="Dump" path="/param"/>
    public static Command Size(string container, string user, string database, IPlatform? platform = null) =>
        Exec(
            platform,
            container,
            user,
            database,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--command=SELECT pg_database_size(current_database())"
        );

    /// <summary>Runs the SQL on standard input and prints bare values, a row each; the first error ends it.</summary>
    public static Command Query(string container, string user, string database) =>
        Exec(
            null,
            container,
            user,
            database,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--no-align",
            "--tuples-only",
            "--set=ON_ERROR_STOP=1"
        );

    private static Command Exec(IPlatform? platform, string container, string user, string database, params IEnumerable<string> program) =>
        (platform ?? ComposePlatform.Local).Exec(
            container,
            ["sh", "-c", Client.TrimEnd(), user, .. program, "--no-password", $"--username={user}", $"--dbname={database}"]
        );
}
