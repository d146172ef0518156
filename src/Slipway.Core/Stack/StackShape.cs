using System.Collections.Immutable;

namespace Slipway.Core.Stack;

/// <summary>The shape of <c>stack.yaml</c>: every key, its type, its rule and its meaning.</summary>
internal static class StackShape
{
    private static readonly ImmutableArray<Key> CommonKeys =
    [
        new("compose", ProjectShape.ComposeFiles, IsRequired: true),
        new("profiles", ProjectShape.Profiles),
        new("envFile", ProjectShape.EnvFile),
        new("envTemplate", new Shape.Text("The template that the env file is made from.", Texts.RelativePath)),
        new("createEnvFile", new Shape.Flag("Whether a deploy may make a missing env file from the template. Never for production.")),
        new("url", new Shape.Text("Where people find the environment.", Texts.Address), IsRequired: true),
        new("sites", new Shape.List("Caddy site files.", new Shape.Text("A site file.", Texts.RelativePath))),
        new("access", RouteShape.Access),
        new("routes", new Shape.List("What the edge sends where.", RouteShape.Route)),
        new("singleton", new Shape.List(
            "Services that never run twice: each is replaced in place, while requests to it wait.",
            new Shape.Text("A service.", Texts.ServiceName)
        )),
        new("database", DatabaseShape.Database),
        new("migrations", DatabaseShape.Migrations),
        new("certificates", new Shape.List("Certificates that are made on first use.", DatabaseShape.Certificate)),
        new("health", ReleaseShape.Health),
        new("traffic", ReleaseShape.Traffic),
        new("backup", DatabaseShape.Backup),
        new("budget", ReleaseShape.Budget),
        new("guards", new Shape.List("Commands that have to succeed before a new release may touch what runs.", ReleaseShape.Guard)),
        new("window", ReleaseShape.Window),
    ];

    private static readonly Key Production = new(
        "production",
        new Shape.Flag("Whether it is production, which one environment at most is. Without it: whether its name is prod.")
    );

    /// <summary>An environment as it is written: what is missing may stand in <c>defaults</c>.</summary>
    public static Shape.Map Environment { get; } =
        new(
            "One environment. A key that is missing here is taken from 'defaults'.",
            "environment",
            [ProjectShape.Project, Production, .. CommonKeys]
        )
        {
            IsPartial = true,
        };

    /// <summary>What all environments have in common.</summary>
    public static Shape.Map Defaults { get; } = new(
        "What all environments have in common. Mappings are merged key by key; an environment's lists and values replace those given here.",
        "defaults",
        CommonKeys) { IsPartial = true };

    /// <summary>The whole file.</summary>
    public static Shape.Map File { get; } =
        new(
            "A stack: one application, its environments and the edge in front of them. ${KEY} is read from the environment's env file.",
            "stack",
            [
                new("stack", new Shape.Text("The stack's name. It names the folder of its state.", Texts.StackName), IsRequired: true),
                new("edge", ProjectShape.Edge, IsRequired: true),
                new("shared", ProjectShape.Shared),
                new("isolation", IsolationShape.Isolation),
                new("accepted", new Shape.List("Findings of Validate that are accepted.", IsolationShape.Accepted)),
                new("defaults", Defaults),
                new("environments", new Shape.Named("The environments by name.", Texts.EnvironmentName, Environment), IsRequired: true),
            ]
        );
}
