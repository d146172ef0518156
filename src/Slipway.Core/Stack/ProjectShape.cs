namespace Slipway.Core.Stack;

/// <summary>The shape of Compose projects: the edge, the shared services, and what those and environments have in common.</summary>
internal static class ProjectShape
{
    public static readonly Shape.Map Edge = new(
        "The reverse proxy that all environments share, as a Compose project of its own.",
        "edge",
        [
            new("project", new Shape.Text("The Compose project of the edge.", Texts.ProjectName), IsRequired: true),
            new("compose", ComposeFiles, IsRequired: true),
            new("service", new Shape.Text("The service that runs Caddy.", Texts.ServiceName), IsRequired: true),
            new(
                "network",
                new Shape.Text("The external Docker network that Caddy and the routed services are on.", Texts.NetworkName),
                IsRequired: true
            ),
            new("httpPort", new Shape.Port("The host's port for plain HTTP."), IsRequired: true),
            new("httpsPort", new Shape.Port("The host's port for HTTPS."), IsRequired: true),
        ]
    );

    public static readonly Shape.Map Shared = new(
        "Services that the environments use together on purpose, as a Compose project of its own.",
        "shared",
        [
            new("project", new Shape.Text("The Compose project of the shared services.", Texts.ProjectName), IsRequired: true),
            new("compose", ComposeFiles, IsRequired: true),
            new("profiles", Profiles),
            new("envFile", EnvFile),
        ]
    );

    public static readonly Key Project = new(
        "project",
        new Shape.Text(
            "The Compose project. It names containers, networks and volumes: a changed name means new, empty volumes.",
            Texts.ProjectName
        ),
        IsRequired: true
    );

    public static Shape.List ComposeFiles =>
        new(
            "Compose files in merge order, relative to this file.",
            new Shape.Text("A Compose file.", Texts.RelativePath),
            MayBeEmpty: false
        );

    public static Shape.List Profiles => new("Compose profiles that are active.", new Shape.Text("A Compose profile.", Texts.ProfileName));

    public static Shape.Text EnvFile => new("The env file, relative to this file.", Texts.RelativePath);
}
