using Npgsql;
using Showcase.Settings;

namespace Showcase.Database;

/// <summary>Where the database is and who connects to it.</summary>
internal sealed record DatabaseSettings(string Host, string Name, string User, Secret Password)
{
    /// <summary>The role that serves: it may read and write rows and nothing else.</summary>
    public static DatabaseSettings ReadWorker(EnvironmentReader environment) => new(
        environment.Text("DB_HOST"),
        environment.Text("DB_DATABASE"),
        environment.Text("DB_API_WORKER_USER"),
        environment.Secret("DB_API_WORKER_PASSWORD"));

    /// <summary>The role that owns the schema.</summary>
    public static DatabaseSettings ReadAdmin(EnvironmentReader environment) => new(
        environment.Text("DB_HOST"),
        environment.Text("DB_DATABASE"),
        environment.Text("DB_ADMIN_USER"),
        environment.Secret("DB_ADMIN_PASSWORD"));

    /// <summary>A pool of connections that carry the name of the role, as <c>pg_stat_activity</c> shows it.</summary>
    public NpgsqlDataSource CreateDataSource(string applicationName) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = 5432,
        Database = Name,
        Username = User,
        Password = Password.Reveal(),
        ApplicationName = applicationName,
        MaxPoolSize = 20,
        Timeout = 5,
        // Npgsql 10 tries Kerberos first, whose library the runtime image lacks; the runtime then complains on standard error.
        GssEncryptionMode = GssEncryptionMode.Disable,
        CommandTimeout = 15,
    });
}
