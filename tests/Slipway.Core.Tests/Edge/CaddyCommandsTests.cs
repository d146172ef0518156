using Slipway.Core.Edge;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Edge;

public class CaddyCommandsTests
{
    private static readonly EdgeDefinition Edge = new()
    {
        Compose = new ComposeProject { Project = "slipway-edge", Files = ["docker-compose.yml"] },
        Service = "caddy",
        Network = "caddy_net",
        HttpPort = "80",
        HttpsPort = "443",
    };

    [Fact]
    public void Validate_adapts_what_is_staged_and_loads_nothing() =>
        Assert.Equal("docker exec --interactive edge caddy validate --config /etc/caddy/state/staged/Caddyfile --adapter caddyfile", CaddyCommands.Validate("edge").ToString());

    [Fact]
    public void Reload_loads_the_file_that_the_edge_starts_from() =>
        Assert.Equal("docker exec --interactive edge caddy reload --config /etc/caddy/state/Caddyfile --adapter caddyfile", CaddyCommands.Reload("edge").ToString());

    [Fact]
    public void A_password_to_hash_is_no_argument() =>
        Assert.Equal("docker exec --interactive edge caddy hash-password", CaddyCommands.HashPassword("edge").ToString());

    [Fact]
    public void The_container_is_the_one_that_runs_the_service_of_the_edge()
    {
        var observed = new ObservedState
        {
            EdgeContainers =
            [
                new ObservedContainer { Id = "1", Name = "other", Service = "log", State = "running" },
                new ObservedContainer { Id = "2", Name = "edge-1", Service = "caddy", State = "running" },
            ],
        };

        Assert.Equal("edge-1", observed.EdgeContainerOf(Edge));
    }

    [Fact]
    public void Before_the_edge_was_ever_started_the_container_has_the_name_of_its_Compose_file() =>
        Assert.Equal("slipway-edge-caddy", new ObservedState().EdgeContainerOf(Edge));
}
