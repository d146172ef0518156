using System.Text.Json.Nodes;
using Output;
using Slipway.Core.Stack;
using Slipway.Engine.Status;

namespace Slipway.Build.Tests.Output;

public class StatusTextTests
{
    private static readonly EnvironmentStatus Dev = new(Named.Dev, ReleaseId.Parse("2026-11-20.1"), "https://dev.shop.test",
    [
        new ServiceStatus("db", "running", "healthy", "postgres:15", 1),
        new ServiceStatus("web", "running", "healthy", "shop-web:1", 1) { Missing = "1 of 2 containers runs" },
    ])
    {
        EdgeTrouble = "the edge is not on network caddy_net",
    };

    [Fact]
    public void What_is_missing_of_a_service_and_of_the_edge_is_said_below_the_table() => Assert.Equal(
        """
        dev: release 2026-11-20.1 at https://dev.shop.test
          service  state    health   replicas  image
          db       running  healthy  1         postgres:15
          web      running  healthy  1         shop-web:1
          ! web: 1 of 2 containers runs
          ! the edge is not on network caddy_net
        """.ReplaceLineEndings("\n"),
        StatusText.Of([Dev]));

    [Fact]
    public void Scripts_read_it_too()
    {
        var dev = JsonNode.Parse(StatusText.Json([Dev]))!["environments"]![0]!;

        Assert.Equal("the edge is not on network caddy_net", (string?)dev["edgeTrouble"]);
        Assert.Null(dev["services"]![0]!["missing"]);
        Assert.Equal("1 of 2 containers runs", (string?)dev["services"]![1]!["missing"]);
    }
}
