namespace Slipway.Core.Stack;

/// <summary>The shape of what the edge sends where, and of who passes it.</summary>
internal static class RouteShape
{
    public static readonly Shape.Map Access = new(
        "Who passes the edge's basic auth. Without it everybody does.",
        "access",
        [
            new("user", new Shape.Text("The user's name.", Texts.UserName), IsRequired: true),
            new(
                "password",
                new Shape.Text(
                    "The env key that holds the password, as ${KEY}. The password itself never stands here.",
                    Texts.PasswordReference
                ),
                IsRequired: true
            ),
            new(
                "open",
                new Shape.List(
                    "Paths that everybody may ask for, such as an OAuth callback or a webhook; "
                        + "the site files take them with {$ACCESS_OPEN}.",
                    new Shape.Text("A path, as Caddy's path matcher has it.", Texts.OpenPath)
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    private static readonly Shape.Map Expect = new(
        "What the path under 'health' answers when the service is healthy.",
        "expectedAnswer",
        [
            new("status", new Shape.Whole("The HTTP status. Without it: 200.", 200, 599)),
            new("body", new Shape.Text("A text that the body has to contain, within its first 64 KiB.", Texts.Sentence)),
            new("header", new Shape.Text("A header that the answer has to have, with exactly this value.", Texts.HeaderLine)),
            new(
                "latencyMs",
                new Shape.Whole("Milliseconds within which the answer has to begin, on a new connection. Without it: any.", 1, 10_000)
            ),
        ]
    );

    public static readonly Shape.Map Route = new(
        "Requests for a domain and path, and the services that answer them.",
        "route",
        [
            new("domain", new Shape.Text("The domain.", Texts.Domain), IsRequired: true),
            new("path", new Shape.Text("A Caddy path matcher. Without it: everything.", Texts.PathMatcher)),
            new("service", new Shape.Text("The Compose service that answers.", Texts.ServiceName)),
            new(
                "services",
                new Shape.List(
                    "Instances between which the edge balances, instead of 'service'.",
                    new Shape.Text("A Compose service.", Texts.ServiceName),
                    MayBeEmpty: false
                )
            ),
            new("port", new Shape.Port("The container's port."), IsRequired: true),
            new(
                "health",
                new Shape.Text(
                    "A path that answers 200, or as 'expect' says, through the edge when the service is healthy.",
                    Texts.HealthPath
                )
            ),
            new("expect", Expect),
            new(
                "webSocket",
                new Shape.Text(
                    "A path where the service speaks WebSocket. "
                        + "While something is deployed, one is held to it, and counted when it is dropped.",
                    Texts.HealthPath
                )
            ),
        ]
    )
    {
        Choice = ["service", "services"],
    };
}
