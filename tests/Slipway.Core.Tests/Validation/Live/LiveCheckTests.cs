using Slipway.Core.Validation;
using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Validation.Live;

public class LiveCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_reached_and_everything_shared_reached_is_no_finding()
    {
        var facts = LiveExample.Facts();

        // A name that both have leads each to its own.
        var verdict = LiveCheck.Judge(facts, [facts.Probe("prod", "name api 10.1.0.2", "name db 10.1.0.3"), facts.Probe("dev", "name api 10.2.0.2", "name db 10.2.0.3")], Now);

        Assert.Equal([], Texts(verdict));
    }

    [Fact]
    public void A_leak_over_a_common_network_is_one_finding_with_all_its_names_and_ports()
    {
        var facts = LiveExample.Facts(devNetwork: "shop-prod_default");

        var verdict = LiveCheck.Judge(facts, [facts.Probe("prod", "name db.shop-prod_default 10.1.0.3 10.2.9.3", "name shop-dev-db 10.2.9.3", "open 10.2.9.3 5432")], Now);

        Assert.Equal(
            [
                """
                error isolation/live-reach shop-prod_default/shop-dev-db: prod reaches shop-dev-db of dev on network shop-prod_default: 'db', 'shop-dev-db' lead to it, and it answers at 10.2.9.3:5432
                take db of dev, or what is on it of prod, off shop-prod_default; or, where both have to be on it, declare it in stack.yaml:
                isolation:
                  shared:
                    - network: shop-prod_default
                      reason: ...
                of prod, dev; shares network shop-prod_default
                """,
            ],
            Texts(verdict));
    }

    [Fact]
    public void A_network_that_is_declared_as_shared_is_listed_as_declared()
    {
        var facts = LiveExample.Facts("isolation: {shared: [{network: shop-prod_default, reason: until the move}]}", devNetwork: "shop-prod_default");

        var verdict = LiveCheck.Judge(facts, [facts.Probe("prod", "open 10.2.9.3 5432")], Now);

        Assert.Equal([], Texts(verdict));
        Assert.Equal(
            ["prod reaches shop-dev-db of dev on network shop-prod_default: it answers at 10.2.9.3:5432 (until the move)"],
            verdict.Verdict.Declared.Select(declared => $"{declared.Finding.Message} ({declared.Reason})"));
    }

    [Fact]
    public void An_address_that_is_declared_as_shared_covers_its_port_and_no_other()
    {
        var facts = LiveExample.Facts("isolation: {shared: [{address: 'shop-dev-db:5432', reason: reports}]}");

        // Its address is declared too in that it is the name's, but only for the port.
        var verdict = LiveCheck.Judge(facts, [facts.Probe("prod", "name shop-dev-db 10.2.0.3", "name db 10.2.0.3", "open 10.2.0.3 5432", "open shop-dev-db 5432")], Now);

        Assert.Equal(
            [
                """
                error isolation/live-reach shop-dev_default/shop-dev-db: prod reaches shop-dev-db of dev on network shop-dev_default: 'db' leads to it
                nothing of prod is on shop-dev_default, so the engine should keep them apart: look for rules of the host's firewall that let bridges talk to each other (iptables -S DOCKER-USER)
                of prod, dev; shares nothing
                """,
            ],
            Texts(verdict));
        Assert.Equal(
            ["prod reaches shop-dev-db of dev on network shop-dev_default: 'shop-dev-db' leads to it, and it answers at 10.2.0.3:5432 (reports)"],
            verdict.Verdict.Declared.Select(declared => $"{declared.Finding.Message} ({declared.Reason})"));
    }

    [Fact]
    public void On_the_edges_network_an_address_and_a_name_of_one_environment_alone_are_in_the_nature_of_the_edge()
    {
        var facts = LiveExample.Facts();

        var verdict = LiveCheck.Judge(facts, [facts.Probe("dev", "name shop-prod-api.edge_net 10.9.0.11", "open 10.9.0.11 8080")], Now);

        Assert.Equal([], Texts(verdict));
        Assert.Equal(
            ["dev reaches shop-prod-api of prod on network edge_net: 'shop-prod-api' leads to it, and it answers at 10.9.0.11:8080 (the edge reaches every environment over it)"],
            verdict.Verdict.Declared.Select(declared => $"{declared.Finding.Message} ({declared.Reason})"));
        Assert.Single(verdict.AllowedFrom(Named.Dev));
        Assert.Empty(verdict.AllowedFrom(Named.Prod));
    }

    [Fact]
    public void On_the_edges_network_a_name_that_both_have_is_a_finding_unless_the_network_is_declared()
    {
        var facts = LiveExample.Facts();
        string[] answers = ["name api.edge_net 10.9.0.11 10.9.0.12", "name shop-prod-api.edge_net 10.9.0.11", "open 10.9.0.11 8080"];

        Assert.Equal(
            [
                """
                error isolation/live-reach edge_net/shop-prod-api: dev reaches shop-prod-api of prod on network edge_net: 'api' leads to it, and it answers at 10.9.0.11:8080
                give api names on edge_net that dev does not have; or, where no service calls another by such a name (shop-prod-api carries the environment), declare it in stack.yaml:
                isolation:
                  shared:
                    - network: edge_net
                      reason: ...
                of dev, prod; shares network edge_net
                """,
            ],
            Texts(LiveCheck.Judge(facts, [facts.Probe("dev", answers)], Now)));

        facts = LiveExample.Facts("isolation: {shared: [{network: edge_net, reason: the edge's}]}");
        var declared = LiveCheck.Judge(facts, [facts.Probe("dev", answers)], Now);

        Assert.Equal([], Texts(declared));
        Assert.Equal(["the edge's"], declared.Verdict.Declared.Select(finding => finding.Reason));
    }

    [Fact]
    public void What_is_shared_and_does_not_answer_is_a_finding_of_the_environment_that_needs_it()
    {
        var facts = LiveExample.Facts("isolation: {shared: [{address: 'mail.example:25', reason: one account}]}") with { Edge = [] };
        var list = facts.ReachFrom(facts.Environments[1]);

        Assert.Equal(
            [
                """
                error isolation/live-shared edge_net/caddy: the edge does not run, or is on no network of dev: edge_net/caddy
                see that edge_net/caddy runs, listens, and is on a network of dev; or, where nothing needs it, take it out of stack.yaml
                of dev; shares nothing
                """,
                """
                error isolation/live-shared mail.example:25: what is declared as shared does not answer dev: mail.example:25 at mail.example:25
                see that mail.example:25 runs, listens, and is on a network of dev; or, where nothing needs it, take it out of stack.yaml
                of dev; shares nothing
                """,
            ],
            Texts(LiveCheck.Judge(facts, [(list, ReachAnswers.None)], Now)));
    }

    [Fact]
    public void A_finding_is_accepted_by_the_network_and_the_container_and_no_exception_is_called_unused()
    {
        var facts = LiveExample.Facts("""
            accepted:
              - {rule: isolation/live-reach, at: shop-prod_default, reason: until the move}
              - {rule: isolation/shared-alias, at: docker-compose.yml, reason: for another check}
            """, devNetwork: "shop-prod_default");

        var verdict = LiveCheck.Judge(facts, [facts.Probe("prod", "open 10.2.9.3 5432")], Now);

        Assert.Equal([], Texts(verdict));
        Assert.Equal(["until the move"], verdict.Verdict.Accepted.Select(accepted => accepted.Reason));
    }

    private static IEnumerable<string> Texts(LiveVerdict verdict) => verdict.Verdict.Findings.Select(Text);

    private static string Text(Finding finding) =>
        $"{finding}\n{finding.Fix}\nof {string.Join(", ", finding.Environments)}; shares {finding.Shared?.ToString() ?? "nothing"}";
}
