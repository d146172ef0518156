using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;
using Slipway.Engine.Validation;

namespace Slipway.Engine.Tests.Validation;

public sealed class HostReaderTests
{
    private const string Plugins = """[{"Name":"compose","Version":"2.40.3"},{"Name":"buildx","Version":"0.29.1"}]""";

    private static readonly JsonSerializerOptions Text = new() { WriteIndented = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault };

    private static readonly EdgeDefinition Edge = new()
    {
        Compose = new ComposeProject { Project = "slipway-edge", Files = ["edge.yml"] },
        Service = "caddy",
        Network = "caddy_net",
        HttpPort = "8080",
        HttpsPort = "8443",
    };

    private readonly FakeHost fake = new();

    public HostReaderTests()
    {
        fake.Files.Space = new FileSystemSpace("/", 7_000_000_000);
        fake.Files.Texts["/var/lib/docker/engine-id"] = "";
    }

    [Fact]
    public async Task The_host_is_asked_by_four_commands()
    {
        Engine();

        Assert.Equal(
            """
            {
              "IsKnown": true,
              "EngineVersion": "28.5.2",
              "ComposeVersion": "2.40.3",
              "BuildxVersion": "0.29.1",
              "EngineEndpoint": "unix:///var/run/docker.sock",
              "Cpus": 4,
              "MemoryBytes": 8000000000,
              "AvailableMemoryBytes": 6000000000,
              "Containers": [
                {
                  "Name": "slipway-edge-caddy",
                  "Project": "slipway-edge",
                  "IsRunning": true,
                  "Ports": [
                    {
                      "Address": "0.0.0.0",
                      "Number": 8443,
                      "Protocol": "tcp",
                      "IsOnAllAddresses": true
                    }
                  ]
                }
              ],
              "Networks": [
                {
                  "Name": "bridge",
                  "Project": "",
                  "Subnets": [
                    "172.17.0.0/16"
                  ]
                }
              ],
              "ListeningPorts": [
                22,
                8443
              ],
              "EngineSpace": {
                "Mount": "/",
                "FreeBytes": 7000000000
              },
              "StateSpace": {
                "Mount": "/",
                "FreeBytes": 7000000000
              },
              "EngineNeeds": [],
              "StateNeeds": [],
              "Domains": [],
              "Addresses": [],
              "Databases": [],
              "Certificates": []
            }
            """,
            JsonSerializer.Serialize(await ReadAsync(deep: false, Environment("shop.example")), Text));
        Assert.Equal(["docker info", "docker ps", "docker network ls", "docker network inspect"], fake.Commands.Run.Select(line => line[..line.IndexOf(" --", StringComparison.Ordinal)]));
        Assert.Empty(fake.Machine.Asked);
    }

    [Fact]
    public async Task Names_certificates_and_the_clock_are_asked_for_where_that_is_wanted()
    {
        Engine();
        fake.Machine.Names["shop.example"] = ["203.0.113.7"];
        fake.Machine.Ends["shop.example:8443"] = new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero);
        fake.Machine.Ends["/srv/shop/certs/ca.crt"] = new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero);
        fake.Files.Texts["/srv/shop/certs/ca.crt"] = "";
        fake.Files.Texts["/srv/shop/certs/player.crt"] = "";

        var facts = await ReadAsync(deep: true, Environment("shop.example", "${LACKING}", "shop.localhost", "files.example"));

        Assert.Equal(["shop.example of prod: 203.0.113.7", "files.example of prod: no answer"], facts.Domains.Select(domain => $"{domain.Name} of {domain.Environment}: {(domain.Addresses is { } known ? string.Join(' ', known) : "no answer")}"));
        Assert.Equal(
            [
                "shop.example of prod  2027-02-01", "shop.localhost of prod  ", "files.example of prod  ",
                "broker ca of prod /srv/shop/certs/ca.crt 2036-01-01", "broker player of prod /srv/shop/certs/player.crt ",
            ],
            facts.Certificates.Select(certificate => $"{certificate.Name} of {certificate.Environment} {certificate.File} {certificate.EndsUtc:yyyy-MM-dd}"));
        Assert.Equal(["203.0.113.7"], facts.Addresses);
        Assert.True(facts.ClockIsSynchronized);
    }

    [Theory]
    [InlineData(0, "", null)]
    [InlineData(2, "psql: error: it failed\nfe_sendauth: no password supplied\n", "fe_sendauth: no password supplied")]
    public async Task A_database_that_runs_is_asked_whether_it_lets_its_owner_in(int exitCode, string said, string? error)
    {
        Engine();
        fake.Commands.On("docker ps --all --quiet", "1f\n");
        fake.Commands.On("docker container inspect 1f", """[{"Name": "/shop-prod-db", "Id": "1f", "State": {"Status": "running"}, "Config": {"Labels": {"com.docker.compose.service": "db"}}}]""");
        fake.Commands.On("exec --interactive shop-prod-db", "7\n", said, exitCode);
        var environment = Environment("shop.localhost") with { Database = new DatabaseDefinition { Service = "db", Name = "shop", User = "owner" } };

        Assert.Equal([new DatabaseFacts("shop", Named.Prod, "db", error)], (await ReadAsync(deep: true, environment)).Databases.AsEnumerable());
        Assert.Empty((await ReadAsync(deep: false, environment)).Databases);
        fake.Commands.On("docker ps --all --quiet", "");
        Assert.Empty((await ReadAsync(deep: true, environment)).Databases);
    }

    [Fact]
    public async Task Of_an_engine_that_does_not_answer_the_client_tells_why()
    {
        fake.Commands.On("docker", "", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n", 1);
        fake.Commands.On("docker info", $$"""{"engine":"","cpus":0,"memory":0,"root":"","plugins":{{Plugins}}}""", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n", 1);

        var facts = await ReadAsync(deep: true, Environment("shop.localhost"));

        Assert.False(facts.IsKnown);
        Assert.Equal("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", facts.EngineError);
        Assert.Equal("2.40.3 0.29.1", $"{facts.ComposeVersion} {facts.BuildxVersion}");
        Assert.Null(facts.EngineSpace);
        Assert.Equal(7_000_000_000, facts.StateSpace!.FreeBytes);
        Assert.Equal([22, 8443], facts.ListeningPorts);
    }

    [Fact]
    public async Task A_machine_without_docker_is_no_error()
    {
        fake.Commands.On("docker", () => throw new Core.Problems.SlipwayException(Core.Problems.ExitCode.Failed, new Core.Problems.Failure("docker could not be started.")));

        var facts = await ReadAsync(deep: false);

        Assert.Equal("docker could not be started.", facts.EngineError);
    }

    private void Engine()
    {
        fake.Commands.On("docker info", $$"""{"engine":"28.5.2","cpus":4,"memory":8000000000,"root":"/var/lib/docker","plugins":{{Plugins}}}""");
        fake.Commands.On("docker ps", "slipway-edge-caddy\tslipway-edge\trunning\t0.0.0.0:8443->8443/tcp\n");
        fake.Commands.On("docker network ls", "d88f\n");
        fake.Commands.On("docker network inspect", "bridge\t\t172.17.0.0/16 \n");
    }

    private Task<HostFacts> ReadAsync(bool deep, params ImmutableArray<EnvironmentDefinition> environments) =>
        new HostReader(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/srv/state")).ReadAsync(environments, Edge, new StatePaths("/srv/state", "shop"), deep, CancellationToken.None);

    private static EnvironmentDefinition Environment(params ImmutableArray<string> domains) => new()
    {
        Name = Named.Prod,
        Compose = new ComposeProject { Project = "shop-prod", Files = ["compose.yml"] },
        Url = "https://shop.example",
        Routes = [.. domains.Select(domain => new RouteDefinition { Domain = domain, Services = ["web"], Port = "8080" })],
        Certificates = [new CertificateDefinition { Name = "broker", Directory = "certs", ServerNames = ["mqtt"], Clients = ["player"] }],
    };
}
