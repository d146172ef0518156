namespace Slipway.Core.Stack;

/// <summary>The shape of databases, migrations and backups, and of certificates.</summary>
internal static class DatabaseShape
{
    public static readonly Shape.Map Database = new("The environment's PostgreSQL database.", "database",
    [
        new("service", new Shape.Text("The Compose service that runs the server.", Texts.ServiceName), IsRequired: true),
        new("shared", new Shape.Flag("Whether that service is in the shared project and not in the environment's own.")),
        new("name", new Shape.Text("The database's name.", Texts.SqlName), IsRequired: true),
        new("user", new Shape.Text("The role that owns, dumps and migrates the database.", Texts.SqlName), IsRequired: true),
    ]) { IsPartial = true };

    private static readonly Shape.Map Applied = new(
        "The table in which the database notes the migrations that were applied. "
            + "Without it, the tables of well-known tools are looked for.",
        "appliedMigrations",
        [
            new(
                "table",
                new Shape.Text(
                    "The table's name, with its schema and a dot before it where it is not on the search path.",
                    Texts.TableName
                ),
                IsRequired: true
            ),
            new("column", new Shape.Text("The column that names the migration.", Texts.ColumnName), IsRequired: true),
        ]
    )
    {
        IsPartial = true,
    };

    public static readonly Shape.Map Migrations = new(
        "How migrations run: a command in the new image of a service. "
            + "What it prints on standard output, a line each, is noted as the release's migrations.",
        "migrations",
        [
            new(
                "service",
                new Shape.Text("The service whose image and environment the command runs in.", Texts.ServiceName),
                IsRequired: true
            ),
            new(
                "command",
                new Shape.List("The command, an argument a list entry.", new Shape.Text("An argument.", Texts.Argument), MayBeEmpty: false),
                IsRequired: true
            ),
            new("applied", Applied),
            new(
                "exclusive",
                new Shape.Flag(
                    "Whether nothing else may use the database meanwhile: the edge keeps requests waiting, for up to 30 seconds."
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    public static readonly Shape.Map Certificate = new(
        "A certificate authority with one server and any number of clients, made when its folder holds none.",
        "certificate",
        [
            new("name", new Shape.Text("What it is for.", Texts.CertificateName), IsRequired: true),
            new("directory", new Shape.Text("The folder.", Texts.Directory), IsRequired: true),
            new(
                "server",
                new Shape.List(
                    "The DNS names of the server's certificate.",
                    new Shape.Text("A DNS name.", Texts.Domain),
                    MayBeEmpty: false
                ),
                IsRequired: true
            ),
            new("clients", new Shape.List("Names of client certificates.", new Shape.Text("A client's name.", Texts.CertificateName))),
        ]
    );

    public static readonly Shape.Map Backup = new("Which backups are kept.", "backup",
    [
        new("keep", new Shape.Whole("How many backups are kept. Without it: 7.", 1, 1000), IsRequired: true),
    ]) { IsPartial = true };
}
