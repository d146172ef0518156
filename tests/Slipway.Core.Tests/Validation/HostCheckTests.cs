using Slipway.Core.Compose;
using Slipway.Core.Environments;
using Slipway.Core.Observed;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Tests.Validation;

/// <summary>What passes and what cannot be known; what is wrong, the cases under <c>tests/cases/validate/host</c> have.</summary>
public sealed class HostCheckTests
{
    private const string Definition =
        """
        stack: shop
        edge: {project: edge, compose: [edge.yml], service: caddy, network: edge_net, httpPort: "${HTTP}", httpsPort: 8443}
        environments:
          prod:
            project: shop-prod
            compose: [compose.yml]
            envFile: prod.env
            url: https://${DOMAIN}
            routes: [{domain: "${DOMAIN}", service: web, port: 80}]
        """;

    private const string Rendered =
        """
        {"services": {"web": {
          "deploy": {"replicas": 2, "resources": {"limits": {"cpus": 1.5, "memory": "300000000"}}},
          "ports": [{"target": 53, "published": "5353", "protocol": "udp"}, {"target": 9000, "published": "9000", "host_ip": "127.0.0.1", "protocol": "tcp"}]
        }}}
        """;

    private static readonly HostFacts Host = new()
    {
        IsKnown = true,
        EngineVersion = "28.5.2+dfsg4",
        ComposeVersion = "2.40.3-3",
        BuildxVersion = "0.29.1",
        Cpus = 2,
        MemoryBytes = 8_000_000_000,
        AvailableMemoryBytes = 6_000_000_000,
        EngineSpace = new FileSystemSpace("/var", 20_000_000_000),
        StateSpace = new FileSystemSpace("/", 9_000_000_000),
        ListeningPorts = [8443, 9000],
        Containers =
        [
            new HostContainer("edge-caddy", "edge", true, [new HostPort("0.0.0.0", 8443, "tcp")]),
            new HostContainer("shop-prod-web-1", "shop-prod", true, [new HostPort("127.0.0.1", 9000, "tcp")]),
            // Neither is in the way: the one is bound to another address, the other does not run.
            new HostContainer("other", "", true, [new HostPort("10.0.0.5", 9000, "tcp")]),
            new HostContainer("stopped", "", false, [new HostPort("0.0.0.0", 8080, "tcp")]),
        ],
        Addresses = ["203.0.113.7"],
        Domains = [new DomainFacts("shop.example", Named.Prod, ["203.0.113.7"])],
        Certificates = [new CertificateFacts("shop.example", Named.Prod, Now.AddDays(60)), new CertificateFacts("shop.localhost", Named.Prod, Now.AddHours(9))],
        ClockIsSynchronized = true,
    };

    private static DateTimeOffset Now => new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_host_without_problems_passes_and_says_what_it_has() => Assert.Equal(
        [
            "engine pass: version 28.5.2+dfsg4",
            "Compose pass: version 2.40.3-3",
            "Buildx pass: version 0.29.1",
            "disk /var pass: 20.0 GB free for images and volumes",
            "disk / pass: 9.0 GB free for the state",
            "memory pass: 8.0 GB; limits allow prod 600 MB",
            "free memory pass: 6.0 GB available now",
            "CPUs pass: 2; the highest limit of a service is 1.5",
            "port 5353/udp pass: no container holds it, for web of prod",
            "port 8080 pass: free, for the edge's HTTP",
            "port 8443 pass: edge-caddy holds it, for the edge's HTTPS",
            "port 9000 pass: shop-prod-web-1 holds it, for web of prod",
            "DNS of shop.example pass: 203.0.113.7, this host",
            "certificate of shop.example pass: ends on 2027-01-19",
            "certificate of shop.localhost pass: ends on 2026-11-21",
            "clock pass: a time service keeps it synchronized",
        ],
        Told(Host));

    [Fact]
    public void Without_an_engine_the_rest_is_unknown_and_no_finding() => Assert.Equal(
        [
            "engine fail: it does not answer (no such file)",
            "Compose pass: version 2.40.3-3",
            "Buildx unknown: the Docker client does not say",
            "disk of images and volumes unknown: its room could not be found out",
            "disk / pass: 9.0 GB free for the state",
            "memory unknown: the engine does not say",
            "CPUs unknown: the engine does not say",
            "port 5353/udp unknown: the engine does not answer, so its holder is unknown",
            "port 8080 pass: free, for the edge's HTTP",
            "port 8443 unknown: something listens on it; the engine does not say whether that is a container of this stack",
            "port 9000 unknown: something listens on it; the engine does not say whether that is a container of this stack",
            "DNS of shop.example unknown: no answer",
            "certificate of shop.example unknown: the edge serves none for it yet",
            "certificate mqtt ca of prod unknown: /certs/ca.crt cannot be read",
            "clock unknown: the kernel was not asked, or does not say",
        ],
        Told(new HostFacts
        {
            EngineError = "no such file",
            ComposeVersion = "2.40.3-3",
            StateSpace = Host.StateSpace,
            ListeningPorts = Host.ListeningPorts,
            Addresses = Host.Addresses,
            Domains = [new DomainFacts("shop.example", Named.Prod, null)],
            Certificates = [new CertificateFacts("shop.example", Named.Prod, null), new CertificateFacts("mqtt ca", Named.Prod, null) { File = "/certs/ca.crt" }],
        }));

    [Fact]
    public void A_host_that_nobody_looked_at_breaks_no_rule() =>
        Assert.Empty(RuleBook.Rules.OfType<HostRule>().SelectMany(rule => rule.Check(Facts(HostFacts.Unknown))));

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "unknown: here it is 127.0.0.1, which says nothing of what others see")]
    [InlineData("198.51.100.4", "", "unknown: the host's own addresses are not known")]
    [InlineData("198.51.100.4", "10.1.2.3 169.254.1.1 172.31.0.1 192.168.0.1 100.64.0.1 fd00::1", "warn: it resolves to 198.51.100.4, which is not this host, unless this host is behind NAT, as its addresses are private (10.1.2.3, 100.64.0.1, 169.254.1.1, 172.31.0.1, 192.168.0.1, fd00::1)")]
    [InlineData("198.51.100.4", "10.1.2.3 172.32.0.1", "warn: it resolves to 198.51.100.4, which is not this host")]
    [InlineData("198.51.100.4", "2001:db8::1", "warn: it resolves to 198.51.100.4, which is not this host")]
    public void Addresses_that_a_domain_may_have(string addresses, string own, string expected) => Assert.Equal(
        $"DNS of shop.example {expected}",
        Told(Host with { Addresses = [.. own.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Domains = [new DomainFacts("shop.example", Named.Prod, [addresses])] }).Single(line => line.StartsWith("DNS", StringComparison.Ordinal)));

    [Theory]
    [InlineData("v25.0.0", "pass: version v25.0.0")]
    [InlineData("24.9", "fail: version 24.9, but 25 or newer is needed")]
    [InlineData("dev", "unknown: its version 'dev' cannot be compared")]
    [InlineData("25", "unknown: its version '25' cannot be compared")]
    public void Versions_are_compared_by_their_first_two_numbers(string version, string expected) => Assert.Equal($"engine {expected}", Told(Host with { EngineVersion = version })[0]);

    [Fact]
    public void Certificates_of_names_of_this_machine_never_stop_a_deployment() => Assert.Equal(
        "certificate of shop.localhost warn: it ended on 2026-11-20",
        Told(Host with { Certificates = [new CertificateFacts("shop.localhost", Named.Prod, Now)] }).Single(line => line.StartsWith("certificate", StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("/certs/ca.crt")]
    public void A_certificate_that_is_not_valid_yet_is_not_said_to_be_over(string file) => Assert.EndsWith(
        " warn: it is not valid before 2026-11-23 17:00 UTC: this host's clock is behind, or was ahead when it was made",
        Told(Host with { Certificates = [new CertificateFacts("shop.example", Named.Prod, Now.AddYears(10)) { BeginsUtc = Now.AddDays(3).AddHours(-1), File = file }] })
            .Single(line => line.StartsWith("certificate", StringComparison.Ordinal)), StringComparison.Ordinal);

    private static string[] Told(HostFacts host) => [.. HostCheck.All(Facts(host)).Select(check => $"{check.Name} {HostCheck.Word(check.Status)}: {check.Detail}")];

    private static StackFacts Facts(HostFacts host)
    {
        var stack = StackParser.Parse(Definition, "stack.yaml").Definition!;
        var env = EnvFile.Parse("HTTP=8080\nDOMAIN=shop.example\n", "prod.env");
        var sources = ComposeSources.Read(["compose.yml"], (_, _, _) => "services: {}\n", env.Values).Sources;
        return new StackFacts
        {
            Stack = stack,
            File = "stack.yaml",
            Definition = SourceFile.ReadDefinition(Definition, "stack.yaml"),
            Folder = "/srv/shop",
            Environments = [new EnvironmentFacts { Definition = stack.Environments[0], Compose = ComposeModel.Parse(Rendered), Sources = sources, Env = new EnvFileFacts { File = env } }],
            Host = host,
            Now = Now,
        };
    }
}
