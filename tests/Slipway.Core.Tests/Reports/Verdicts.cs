using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Reports;

/// <summary>What the reports' tests write.</summary>
internal static class Verdicts
{
    public static readonly SourceTree Tree = new("compose/shop", "shop/stack.yaml");

    public static readonly Rule[] Rules = [new SharedAlias(), new OpenPort(), new Dns()];

    public static readonly Finding Alias = new()
    {
        Rule = "isolation/shared-alias",
        Severity = Severity.Error,
        Message = "on network web, api of dev answers to 'api', and so does api of prod",
        Fix = "take api off that network, or declare it in stack.yaml:\nisolation:\n  shared:\n    - network: web\n      reason: ...",
        Place = new SourcePosition("docker-compose.dev.yml", 12, "services/api/networks/web"),
        Environments = [Named.Prod, Named.Dev],
        Shared = new SharedThing(SharedKind.Network, "web"),
    };

    public static readonly Finding Port = new()
    {
        Rule = "secrets/open-port",
        Severity = Severity.Error,
        Message = "db of prod is published on all interfaces",
        Fix = "127.0.0.1:5432:5432",
        Place = new SourcePosition("../../caddy/my sites,100%.yml", 7, "services/db/ports[0]"),
        Environments = [Named.Prod],
    };

    public static readonly Finding Name = new()
    {
        Rule = "host/dns",
        Severity = Severity.Warning,
        Message = "shop.example.com does not lead to this host",
        Fix = "point it at 192.0.2.7",
        Place = SourcePosition.Host,
    };

    public static readonly Finding Definition = new()
    {
        Rule = "host/dns",
        Severity = Severity.Info,
        Message = "nobody asked for a health check",
        Fix = "add one",
        Place = new SourcePosition("shop/stack.yaml", 0, ""),
    };

    /// <summary>Something of each severity, in no file, one outside the repository and the definition, and something that is allowed.</summary>
    public static readonly Verdict Everything = new()
    {
        Findings = [Alias, Port, Name, Name with { Place = new SourcePosition("/etc/shop.env", 3, "DOMAIN") }, Definition],
        Declared =
        [
            new AllowedFinding(Alias, "one edge serves both"),
            new AllowedFinding(Alias with { Place = new SourcePosition("docker-compose.yml", 4, "services/web/networks") }, "one edge serves both"),
            new AllowedFinding(Alias with { Shared = new SharedThing(SharedKind.Key, "MAIL_KEY") }, "one account"),
        ],
        Accepted = [new AllowedFinding(Port, "the firewall closes it", new DateOnly(2026, 12, 31)), new AllowedFinding(Name, "it moves soon")],
    };

    public static readonly Verdict Clean = new() { Findings = [] };

    private sealed class SharedAlias : Rule
    {
        public override string Id => "isolation/shared-alias";

        public override string Reason => "A request may reach the other environment.";
    }

    private sealed class OpenPort : Rule
    {
        public override string Id => "secrets/open-port";

        public override string Reason => "Everybody can try passwords.";
    }

    private sealed class Dns : Rule
    {
        public override string Id => "host/dns";

        public override Severity Severity => Severity.Warning;

        public override string Reason => "Visitors would not arrive.";
    }
}
