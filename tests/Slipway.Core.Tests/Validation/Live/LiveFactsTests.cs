using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Validation.Live;

public class LiveFactsTests
{
    [Fact]
    public void A_probe_asks_for_every_name_and_address_of_the_other_environment_and_for_what_it_shares()
    {
        var (list, _) = LiveExample.Facts("isolation: {shared: [{address: 'mail.example:25', reason: one account}]}").Probe("dev");

        Assert.Equal(Named.Dev, list.Environment);
        Assert.Equal(["edge_net", "shop-dev_default"], list.Networks);
        Assert.Equal(["api", "api.edge_net", "db", "shop-prod-api", "shop-prod-api.edge_net", "shop-prod-db"], list.Names);
        Assert.Equal(["10.1.0.2:8080", "10.1.0.3:5432", "10.9.0.11:8080"], list.Endpoints.Select(endpoint => endpoint.ToString()));
        Assert.Equal(
            ["the edge, edge_net/edge-caddy: 10.9.0.2:80, 10.9.0.2:443", "what is declared as shared, mail.example:25: mail.example:25"],
            list.Needed.Select(needed => $"{needed.What}, {needed.Name}: {string.Join(", ", needed.Endpoints)}"));
        Assert.Equal(11, list.Questions);
    }

    [Fact]
    public void A_shared_service_is_asked_for_where_the_environment_is_on_a_network_of_it()
    {
        var facts = LiveExample.Facts() with
        {
            Edge = [],
            Shared =
            [
                LiveExample.Container("common-cache", "cache", LiveExample.Network("shop-dev_default", "10.2.0.9", "cache"), LiveExample.Network("common_default", "10.3.0.9", "cache")) with { Ports = [6379] },
                LiveExample.Container("common-backup", "backup", LiveExample.Network("common_default", "10.3.0.8", "backup")) with { Ports = [5432] },
            ],
        };

        Assert.Equal(
            ["the edge, edge_net/caddy: ", "the shared service cache, common-cache: 10.2.0.9:6379"],
            facts.Probe("dev").List.Needed.Select(needed => $"{needed.What}, {needed.Name}: {string.Join(", ", needed.Endpoints)}"));
        Assert.Equal(["the edge, edge_net/caddy: "], facts.Probe("prod").List.Needed.Select(needed => $"{needed.What}, {needed.Name}: {string.Join(", ", needed.Endpoints)}"));
    }

    [Fact]
    public void A_database_in_the_shared_project_is_needed_also_where_nothing_leads_to_it()
    {
        var facts = LiveExample.Facts();
        var dev = facts.Environments[1];
        facts = facts with { Environments = [facts.Environments[0], dev with { Definition = dev.Definition with { Database = dev.Definition.Database! with { InSharedProject = true } } }] };

        Assert.Equal(["the edge", "the shared service db"], facts.Probe("dev").List.Needed.Select(needed => needed.What));
    }

    [Fact]
    public void Of_an_environment_that_does_not_run_nothing_is_asked()
    {
        var facts = LiveExample.Facts();
        facts = facts with { Environments = [facts.Environments[0] with { Containers = [] }, facts.Environments[1]] };

        var (list, _) = facts.Probe("dev");

        Assert.Empty(list.Names);
        Assert.Empty(list.Endpoints);
        Assert.Equal([Named.Prod], LiveCheck.Judge(facts, [], DateTimeOffset.UnixEpoch).NotRunning.AsEnumerable());
    }
}
