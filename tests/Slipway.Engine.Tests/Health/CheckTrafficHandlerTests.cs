using Slipway.Core.Health;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Health;

public class CheckTrafficHandlerTests : HandlerTest
{
    [Fact]
    public async Task Production_that_dropped_nothing_lets_the_run_through()
    {
        Fake.Traffic.Figures = () => [Prod with { FailedRequests = 0, DroppedSockets = 0 }];

        Assert.Equal("prod 640 requests, 0 failed, longest gap 0.4 s, 1 socket kept", await RunAsync(LookAtProd));
    }

    [Fact]
    public async Task Production_that_is_not_measured_lets_the_run_through() => Assert.Equal("prod was not measured", await RunAsync(LookAtProd));

    [Fact]
    public async Task A_request_and_a_socket_that_production_dropped_fail_the_run()
    {
        Fake.Traffic.Figures = () => [Prod];

        var error = await FailAsync(LookAtProd);

        Assert.Equal("prod dropped 3 requests and 1 WebSocket since the first service of dev was touched.", error.Message);
        Assert.Equal("find out what they share: `./build.sh --target=VerifyIsolation`, and the host's memory and processors; then run DeployDev again.", error.Remedy);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Empty(Fake.Report.Lines);
    }

    [Fact]
    public async Task A_single_socket_that_production_dropped_fails_the_run_too()
    {
        Fake.Traffic.Figures = () => [Prod with { FailedRequests = 0 }];

        Assert.Equal("prod dropped 1 WebSocket since the first service of dev was touched.", (await FailAsync(LookAtProd)).Message);
    }

    [Fact]
    public async Task Production_that_failed_before_anything_was_touched_is_ignored()
    {
        Fake.Traffic.Figures = () => [Prod with { FailedBefore = 1 }];

        Assert.Equal("prod dropped 2 requests and 1 WebSocket; ignored, because prod had failures before the first service was touched", await RunAsync(LookAtProd));
        Assert.Equal(["warn prod dropped 2 requests and 1 WebSocket during the run; ignored, because prod had failures before the first service was touched"], Fake.Report.Lines);
    }

    [Fact]
    public async Task What_another_command_may_have_dropped_is_ignored()
    {
        Fake.Traffic.Figures = () => [Prod];
        Fake.Locks.Holders[Desired.Paths.Lock(Named.Prod)] = new Lease
        {
            Owner = "b0b", User = "bob", Host = "host", ProcessId = 7, SinceUtc = Fake.Clock.GetUtcNow(), HeartbeatUtc = Fake.Clock.GetUtcNow(), Doing = "DeployProd: start-services",
        };

        await RunAsync(LookAtProd);

        Assert.Equal(["warn prod dropped 3 requests and 1 WebSocket during the run; ignored, because DeployProd: start-services was running on prod"], Fake.Report.Lines);
    }

    [Fact]
    public async Task So_is_what_a_command_may_have_dropped_that_has_ended_meanwhile()
    {
        Fake.Traffic.Figures = () => [Prod];
        new Ledger(Fake.Files, Desired.Paths.Ledger(Named.Prod)).Append(new LedgerEntry { AtUtc = Fake.Clock.GetUtcNow(), Run = 1, Event = LedgerEvent.RunDone, Intent = "Deploy" });

        await RunAsync(LookAtProd);

        Assert.Equal(["warn prod dropped 3 requests and 1 WebSocket during the run; ignored, because another command ran on prod"], Fake.Report.Lines);
    }

    [Fact]
    public async Task What_a_command_did_long_ago_is_no_excuse()
    {
        Fake.Traffic.Figures = () => [Prod];
        new Ledger(Fake.Files, Desired.Paths.Ledger(Named.Prod)).Append(new LedgerEntry { AtUtc = Fake.Clock.GetUtcNow().AddSeconds(-1), Run = 1, Event = LedgerEvent.RunDone, Intent = "Deploy" });

        await FailAsync(LookAtProd);
    }

    [Fact]
    public async Task Nor_is_what_a_command_did_while_the_clock_was_ahead()
    {
        Fake.Traffic.Figures = () => [Prod];
        new Ledger(Fake.Files, Desired.Paths.Ledger(Named.Prod)).Append(new LedgerEntry { AtUtc = Fake.Clock.GetUtcNow().AddDays(3), Run = 1, Event = LedgerEvent.RunDone, Intent = "Deploy" });

        await FailAsync(LookAtProd);
    }

    private static CheckTraffic LookAtProd => new([Named.Prod]);

    private static TrafficFigures Prod => new() { Environment = Named.Prod, Requests = 640, FailedRequests = 3, LongestGapMs = 400, Sockets = 1, DroppedSockets = 1 };

    private static string Event(string container, string action, long millisecond) =>
        $$$"""{"Action":"{{{action}}}","Actor":{"ID":"{{{container}}}","Attributes":{"com.docker.compose.service":"web"}},"timeNano":{{{millisecond}}}000000}""" + "\n";
}
