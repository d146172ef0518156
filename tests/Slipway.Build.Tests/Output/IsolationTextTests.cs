using System.Collections.Immutable;
using Output;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Core.Validation.Live;

namespace Slipway.Build.Tests.Output;

public class IsolationTextTests
{
    private static readonly ReachList FromProd = new()
    {
        Environment = Named.Prod,
        Networks = ["edge_net", "shop-prod_default"],
        Names = ["api", "shop-dev-api"],
        Endpoints = [new Endpoint("10.2.0.2", 8080)],
        Needed = [new NeededService("the edge", "edge_net/edge-caddy", [new Endpoint("10.9.0.2", 443)])],
    };

    private static readonly ReachList FromDev = new() { Environment = Named.Dev, Networks = ["shop-dev_default"], Names = ["api"] };

    [Fact]
    public void Environments_that_are_apart_take_a_table_and_a_line() => Assert.Equal(
        """
        from  in networks                  names  addresses  reached  as allowed  shared
        prod  edge_net, shop-prod_default  2      1          none     0           1 of 1 answer
        dev   shop-dev_default             1      0          none     0           none

        nothing is wrong: 2 rules checked for prod and dev
        """,
        IsolationText.Of(new LiveVerdict(new Verdict { Findings = [] }, [FromProd, FromDev], [])));

    [Fact]
    public void What_was_reached_what_is_allowed_and_what_did_not_answer_are_counted_and_told()
    {
        var verdict = new Verdict
        {
            Findings = [Finding("isolation/live-reach", "edge_net/shop-dev-api", "prod reaches shop-dev-api of dev", Named.Prod, Named.Dev), Finding("isolation/live-shared", "edge_net/edge-caddy", "the edge does not answer prod", Named.Prod)],
            Declared = [new AllowedFinding(Finding("isolation/live-reach", "common/shop-dev-db", "prod reaches shop-dev-db of dev", Named.Prod, Named.Dev) with { Shared = new SharedThing(SharedKind.Network, "common") }, "until the move")],
        };

        Assert.Equal(
            """
            from  in networks                  names  addresses  reached  as allowed  shared
            prod  edge_net, shop-prod_default  2      1          1        1           0 of 1 answer
            dev   shop-dev_default             1      0          none     0           none

            errors
              the host edge_net/shop-dev-api  isolation/live-reach
                prod reaches shop-dev-api of dev
                fix: repair it
              the host edge_net/edge-caddy    isolation/live-shared
                the edge does not answer prod
                fix: repair it

            shared on purpose
              network common: until the move
                the host common/shop-dev-db  isolation/live-reach

            2 errors, 0 warnings
            """,
            IsolationText.Of(new LiveVerdict(verdict, [FromProd, FromDev], [])));
    }

    [Fact]
    public void What_does_not_run_is_said()
    {
        Assert.Equal(
            """
            from  in networks       names  addresses  reached  as allowed  shared
            dev   shop-dev_default  1      0          none     0           none
            prod does not run: nothing to reach there

            nothing is wrong: 2 rules checked for dev
            """,
            IsolationText.Of(new LiveVerdict(new Verdict { Findings = [] }, [FromDev], [Named.Prod])));
        Assert.Equal("prod does not run: nothing to reach there\ndev does not run: nothing to reach there", IsolationText.Of(new LiveVerdict(new Verdict { Findings = [] }, [], [Named.Prod, Named.Dev])));
    }

    private static Finding Finding(string rule, string path, string message, params ImmutableArray<EnvironmentName> environments) =>
        new() { Rule = rule, Severity = Severity.Error, Message = message, Fix = "repair it", Place = new SourcePosition("", 0, path), Environments = environments };
}
