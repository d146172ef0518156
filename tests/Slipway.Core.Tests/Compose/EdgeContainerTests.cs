using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Compose;

public class EdgeContainerTests
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
    public void The_container_is_the_one_that_runs_the_service_of_the_edge() =>
        Assert.Equal("edge-1", EdgeContainer.Among([Container("other", "log"), Container("edge-1", "caddy")], Edge)?.Name);

    [Fact]
    public void A_healthy_container_is_preferred_to_one_that_is_listed_first() =>
        Assert.Equal("new", EdgeContainer.Among([Container("old", "caddy") with { State = "exited" }, Container("new", "caddy")], Edge)?.Name);

    [Fact]
    public void A_container_that_does_not_run_is_found_all_the_same() =>
        Assert.False(EdgeContainer.Among([Container("old", "caddy") with { State = "exited" }], Edge)?.IsHealthy);

    [Fact]
    public void What_was_started_to_run_once_is_not_the_edge() =>
        Assert.Null(EdgeContainer.Among([Container("caddy-run", "caddy") with { IsOneOff = true }], Edge));

    [Fact]
    public void Before_the_edge_was_ever_started_the_container_has_the_name_of_its_Compose_file() =>
        Assert.Equal("slipway-edge-caddy", ComposePlatform.Local.ContainerOfEdge(Edge, []));

    [Fact]
    public void A_service_has_the_name_that_it_is_given_or_the_one_that_Compose_makes()
    {
        Assert.Equal("database", ContainerNames.Of("shop-dev", "db", "database"));
        Assert.Equal("shop-dev-db-1", ContainerNames.Of("shop-dev", "db", null));
    }

    private static ObservedContainer Container(string name, string service) =>
        new() { Id = name, Name = name, Service = service, State = "running" };
}
