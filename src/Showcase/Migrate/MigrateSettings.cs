using Showcase.Database;
using Showcase.Settings;

namespace Showcase.Migrate;

/// <summary>The owner of the schema, and the name of the role that serves and gets its rights from the owner.</summary>
internal sealed record MigrateSettings(DatabaseSettings Database, string WorkerUser)
{
    public static MigrateSettings Read() => EnvironmentReader.Read("migrate", environment => new MigrateSettings(
        DatabaseSettings.ReadAdmin(environment),
        environment.Text("DB_API_WORKER_USER")));
}
