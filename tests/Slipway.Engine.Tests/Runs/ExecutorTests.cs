using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Tests.Runs;

public class ExecutorTests : ExecutorTest
{
    [Fact]
    public async Task Every_step_is_noted_before_and_after_its_effect()
    {
        await RunAsync(Step("one"), Step("two"));

        Assert.Equal(
            ["RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two", "RunDone"],
            Journal);
    }

    [Fact]
    public async Task What_is_done_is_noted_before_it_is_done()
    {
        Runner.Instead["do two"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(["DeployDev: one", "DeployDev: two", "DeployDev: undoing two", "DeployDev: undoing one"], Notes.Select(note => note.Text));
        Assert.Equal(["RunStarted", "StepStarted one"], Journal[..Notes[0].At]);
        Assert.Equal("StepFailed two", Journal[..Notes[2].At][^1]);
    }

    [Fact]
    public async Task Entries_carry_time_run_intent_release_evidence_and_who_began()
    {
        await RunAsync(Step("one"));

        var release = ReleaseId.Parse("2026-11-20.2");
        LedgerEntry Entry(LedgerEvent what) => new() { AtUtc = Fake.Clock.GetUtcNow(), Run = 7, Event = what, Intent = "Deploy", Release = release };
        Assert.Equal(
            [
                Entry(LedgerEvent.RunStarted) with { Text = "f00d", By = "ada@host", Owner = Fake.Host.Owner },
                Entry(LedgerEvent.StepStarted) with { Step = "one" },
                Entry(LedgerEvent.StepDone) with { Step = "one", Text = "do one worked" },
                Entry(LedgerEvent.RunDone),
            ],
            new Ledger(Fake.Files, LedgerPath).Read().AsEnumerable());
    }

    [Fact]
    public async Task How_long_services_were_down_is_kept_in_the_ledger()
    {
        Runner.DowntimeSeconds["do one"] = ImmutableSortedDictionary<string, double>.Empty.Add("api", 2.5);

        await RunAsync(Step("one"), Step("two"));

        Assert.Contains("\"away\":{\"api\":2.5}", Fake.Files.Texts[LedgerPath], StringComparison.Ordinal);
        Assert.Equal(new DowntimeMeasurement(2.5, Fake.Clock.GetUtcNow()), History.Of(new Ledger(Fake.Files, LedgerPath).Read()).Downtimes["api"]);
    }

    [Fact]
    public async Task People_see_steps_lines_times_and_undos()
    {
        Runner.Instead["do one"] = () => Fake.Clock.Advance(TimeSpan.FromSeconds(3));
        Runner.Instead["do two"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(
            [
                "begin DeployDev",
                "started one", "line of one: output of do one", "done one in 3 s: do one worked",
                "started two", "line of two: output of do two", "failed two in 0 s: it broke.",
                "undoing two", "line of two: output of undo two", "undone two: well",
                "undoing one", "line of one: output of undo one", "undone one: well",
                "end",
            ],
            Fake.Report.Lines);
    }
}
