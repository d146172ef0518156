using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Runs;

/// <summary>An executor whose steps are lines in a journal.</summary>
public abstract class ExecutorTest
{
    private protected const string LedgerPath = "/state/ledger.jsonl";
    private protected const string Serves = "dev still serves release 2026-11-20.1.";

    private protected ExecutorTest()
    {
        Runner = new FakeStepRunner(Journal);
        Fake.Files.OnAppend = Note;
    }

    /// <summary>What was written to the ledger and what was done, in one order.</summary>
    private protected List<string> Journal { get; } = [];

    private protected List<(string Text, int At)> Notes { get; } = [];

    private protected FakeHost Fake { get; } = new();

    private protected FakeStepRunner Runner { get; }

    private protected static Step Step(string name, bool hasUndo = true) =>
        new(name, Phase.Up, name, "", RunCommands.Of(Command.Of("do", name)))
        {
            Undo = hasUndo ? RunCommands.Of(Command.Of("undo", name)) : null,
        };

    private protected static Plan PlanOf(params Step[] steps) =>
        new()
        {
            Stack = "shop",
            Intent = new Intent(IntentKind.Deploy, Named.Dev),
            Release = ReleaseId.Parse("2026-11-20.2"),
            Fingerprint = "f00d",
            Steps = [.. steps],
        };

    private protected static void AssertMessage(string expected, SlipwayException actual) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), actual.Message);

    private protected Task<ImmutableArray<TrafficFigures>> RunAsync(params Step[] steps) =>
        RunAsync(CancellationToken.None, steps);

    private protected Task<ImmutableArray<TrafficFigures>> RunAsync(CancellationToken cancellation, params Step[] steps) =>
        Executor.RunAsync(PlanOf(steps), 7, Serves, cancellation);

    private protected Executor Executor =>
        new(Fake.Host, new Ledger(Fake.Files, LedgerPath), Runner) { Note = text => Notes.Add((text, Journal.Count)) };

    private protected RunProgress Progress => RunProgress.Of(new Ledger(Fake.Files, LedgerPath).Read(), 7);

    private protected History Read() => History.Of(new Ledger(Fake.Files, LedgerPath).Read());

    private protected Task<ImmutableArray<TrafficFigures>> ResumeAsync(params Step[] steps) =>
        Executor.ResumeAsync(PlanOf(steps), 7, Progress, Serves, CancellationToken.None);

    private protected Task<ImmutableArray<TrafficFigures>> AbortAsync(params Step[] steps) =>
        Executor.AbortAsync(PlanOf(steps), 7, Progress, Serves, CancellationToken.None);

    /// <summary>A run whose process is gone at an action, or with "end" after the last step.</summary>
    private protected async Task CutAsync(string at, params Step[] steps)
    {
        if (at == "end") Fake.Files.OnAppend = EndAtRunDone;
        else Runner.Instead[at] = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(steps));
        if (at == "end")
        {
            var ledger = Fake.Files.Texts[LedgerPath];
            Fake.Files.Texts[LedgerPath] = ledger[..(ledger.TrimEnd('\n').LastIndexOf('\n') + 1)];
        }

        Fake.Files.OnAppend = Note;
        Runner.Instead.Clear();
        Fake.Report.Lines.Clear();
        Journal.Clear();
    }

    private static void EndAtRunDone(string line)
    {
        if (line.Contains("runDone", StringComparison.Ordinal)) throw new OperationCanceledException();
    }

    private void Note(string line)
    {
        var entry = JsonSerializer.Deserialize<LedgerEntry>(line, StateJson.Compact)!;
        Journal.Add($"{entry.Event} {entry.Step}".TrimEnd());
    }
}
