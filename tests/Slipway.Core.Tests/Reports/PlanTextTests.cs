using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Reports;

public class PlanTextTests
{
    private static readonly Plan Empty = new() { Stack = "shop", Intent = new Intent(IntentKind.Deploy, Named.Dev), Fingerprint = "f00d" };

    internal static readonly Plan Full = Empty with
    {
        Release = ReleaseId.Parse("2026-11-20.1"),
        Cost = new PlanCost
        {
            Services = [new ServiceCost { Name = "api", Effect = ServiceEffect.Add, Reason = "it is new", Origin = ImageOrigin.Build, Image = "shop-dev-api:2026-11-20.1", IsRouted = true }],
            Places = [new StorageCost(StorageKind.Network, "caddy_net", true)],
        },
        Notes = ["! look at this first"],
        Steps =
        [
            new Step("create-network", Phase.Migrate, "Create network caddy_net", "the edge needs it", RunCommands.Of(Command.Of("docker", "network", "create", "caddy_net")))
            {
                UndoTitle = "none: the network stays",
            },
            new Step("start-services", Phase.Up, "Start api", "the release has it", RunCommands.Of(Command.Of("true"), Command.Of("echo", "two words")))
            {
                UndoTitle = "stop it",
                DowntimeSeconds = 4,
            },
        ],
    };

    [Fact]
    public void A_plan_shows_what_it_costs_first_and_then_each_step_with_its_exact_effects() =>
        Assert.Equal(
            """
            Plan of DeployDev for shop dev, release 2026-11-20.1: 2 steps
              1 added; no downtime

              + api  added  it is new; image built
              + network caddy_net
              ! look at this first

              1. Migrate / create-network: Create network caddy_net
                   why:  the edge needs it
                   does: docker network create caddy_net
                   undo: none: the network stays
              2. Up / start-services: Start api
                   why:  the release has it
                   does: true
                   does: echo 'two words'
                   undo: stop it
                   down: about 4 s

            """.ReplaceLineEndings("\n"),
            PlanText.Of(Full));

    [Fact]
    public void Before_a_run_an_operator_is_told_the_cost_without_the_steps() =>
        Assert.Equal(["1 added; no downtime", "+ api  added  it is new; image built", "! look at this first"], PlanText.Summary(Full).AsEnumerable());

    [Fact]
    public void Many_changed_keys_are_cut_short()
    {
        var service = new ServiceCost { Name = "api", Effect = ServiceEffect.ReplaceInPlace, Reason = "its definition changed", ChangedKeys = ["a", "b", "c", "d", "e", "f", "g", "h"] };

        Assert.Contains(
            "~ api  replaced in place  its definition changed: a, b, c, d, e, f and 2 more",
            PlanText.Summary(Full with { Cost = new PlanCost { Services = [service] } }));
    }

    [Fact]
    public void A_long_change_of_the_edges_rules_is_cut_short_and_says_where_the_rest_is()
    {
        var before = string.Concat(Enumerable.Range(1, 100).Select(line => $"{line}\n"));
        var change = EdgeChange.Of(EdgeFile.Of("sites/a.caddy", before.Replace('1', 'x')), before, Redactor.None);

        var text = PlanText.Of(Full with { Cost = new PlanCost { EdgeChanges = [change] } });

        var shown = text.Split('\n').SkipWhile(line => !line.Contains("what changes", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0).ToArray();
        Assert.Equal(["  what changes in the edge's rules:", "    --- sites/a.caddy", "    +++ sites/a.caddy"], shown[..3]);
        Assert.Equal(62, shown.Length);
        Assert.Equal($"    ... and {change.Diff!.Count(character => character == '\n') - 60} more lines: --json=<file> has all of them", shown[^1]);
    }

    [Fact]
    public void An_empty_plan_says_that_there_is_nothing_to_do() =>
        Assert.Equal("Plan of DeployDev for shop dev: nothing to do.\n", PlanText.Of(Empty));

    [Theory]
    [InlineData(IntentKind.Deploy, "prod", "DeployProd")]
    [InlineData(IntentKind.Promote, "prod", "PromoteProd")]
    [InlineData(IntentKind.Rollback, "prod", "Rollback")]
    [InlineData(IntentKind.Backup, "dev", "Backup")]
    [InlineData(IntentKind.Up, "dev", "Up")]
    [InlineData(IntentKind.Down, "dev", "Down")]
    public void A_plan_is_named_by_the_target_that_makes_it(IntentKind kind, string environment, string target) =>
        Assert.Equal($"Plan of {target} for shop {environment}: nothing to do.\n", PlanText.Of(Empty with { Intent = new Intent(kind, EnvironmentName.Parse(environment)) }));
}
