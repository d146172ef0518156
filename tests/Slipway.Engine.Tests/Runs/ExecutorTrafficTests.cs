using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Tests.Runs;

public class ExecutorTrafficTests : ExecutorTest
{
    [Fact]
    public async Task The_traffic_stands_on_the_last_entry_and_is_the_result()
    {
        Fake.Traffic.Figures = () => [Noticed];

        var traffic = await Visited.RunAsync(PlanOf(Step("one"), Step("two")), 7, Serves, CancellationToken.None);

        Assert.Equal([Noticed], traffic.AsEnumerable());
        Assert.Equal([Noticed], Read().Runs.Single().Traffic.AsEnumerable());
        Assert.Contains("\"runDone\"", Assert.Single(Fake.Files.Texts[LedgerPath].Split('\n'), line => line.Contains("\"traffic\":[{\"environment\":\"prod\",\"requests\":9,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["touch", "touch", "last", "read"], Fake.Traffic.Lines);
    }

    [Fact]
    public async Task The_meter_is_told_when_services_are_touched_and_not_before()
    {
        Runner.Instead["do two"] = () => Journal.Add($"touched {Fake.Traffic.Lines.Count}");

        await Visited.RunAsync(PlanOf(Step("one") with { Phase = Phase.BuildImages }, Step("two")), 7, Serves, CancellationToken.None);

        Assert.Contains("touched 1", Journal);
        Assert.Equal(["touch", "last", "read"], Fake.Traffic.Lines);
    }

    [Fact]
    public async Task The_traffic_of_a_failure_is_read_after_the_last_undo_and_ends_its_message()
    {
        Fake.Traffic.Figures = () => [Noticed with { Requests = Journal.Count }];
        Runner.Instead["do two"] = () => throw new StepFailedException("it broke.");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => Visited.RunAsync(PlanOf(Step("one"), Step("two")), 7, Serves, CancellationToken.None));

        Assert.Equal("RunFailed two", Journal[^1]);
        Assert.Equal($"Traffic: prod {Journal.Count - 1} requests, 1 failed, longest gap 0 s", error.Message.Split('\n')[^1]);
        Assert.Equal(Journal.Count - 1, Read().Runs.Single().Traffic.Single().Requests);
    }

    [Fact]
    public async Task The_traffic_of_an_abort_is_kept_too()
    {
        Fake.Traffic.Figures = () => [Noticed];
        await CutAsync("do two", Step("one"), Step("two"));

        var traffic = await Visited.AbortAsync(PlanOf(Step("one"), Step("two")), 7, Progress, Serves, CancellationToken.None);

        Assert.Equal([Noticed], traffic.AsEnumerable());
        Assert.Equal([Noticed], Read().Runs.Single().Traffic.AsEnumerable());
    }

    private static TrafficFigures Noticed => new() { Environment = Named.Prod, Requests = 9, FailedRequests = 1 };

    private Executor Visited => new(Fake.Host, new Ledger(Fake.Files, LedgerPath), Runner) { Traffic = Fake.Traffic };
}
