using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Runs;

/// <summary>
/// Random plans in a world of parts that are old, new or somewhere between. Steps fail, and processes die: between two steps,
/// inside one, inside an undo, and while a line is written to the ledger. However often that happens, the world ends as the new
/// one or as the old one.
/// </summary>
public class InterruptionPropertyTests
{
    private const string LedgerPath = "/state/ledger.jsonl";

    [Fact]
    public void A_run_ends_in_the_new_world_or_in_the_old_one() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(Stories), story => Tell(story).GetAwaiter().GetResult()));

    private static Gen<Story> Stories =>
        from fails in Gen.Choose(0, 99).Select(number => number < 15).ListOf().Where(list => list.Count is > 0 and < 9)
        from deaths in Gen.Choose(1, 40).ListOf().Where(list => list.Count < 6)
        from aborts in Gen.Elements(false, true).ListOf(deaths.Count)
        select new Story([.. fails], [.. deaths], [.. aborts]);

    private static async Task Tell(Story story)
    {
        var world = new World(story.Fails);
        var plan = new Plan
        {
            Stack = "shop",
            Intent = new Intent(IntentKind.Deploy, Named.Dev),
            Release = ReleaseId.Parse("2026-11-20.2"),
            Fingerprint = "f00d",
            Steps = [.. story.Fails.Select((_, part) => new Step($"step-{part}", Phase.Up, "", "", RunCommands.Of(Command.Of("new", $"{part}"))) { Undo = RunCommands.Of(Command.Of("old", $"{part}")) })],
        };

        world.LivesFor(story.Deaths.IsEmpty ? int.MaxValue : story.Deaths[0]);
        await world.TryAsync(executor => executor.RunAsync(plan, 1, "", CancellationToken.None));
        for (var process = 1; world.History.Interrupted is not null; process++)
        {
            world.LivesFor(process < story.Deaths.Length ? story.Deaths[process] : int.MaxValue);
            var progress = RunProgress.Of(world.Ledger.Read(), 1);
            var abort = story.Aborts[(process - 1) % story.Aborts.Length];
            await world.TryAsync(executor => abort ? executor.AbortAsync(plan, 1, progress, "", CancellationToken.None) : executor.ResumeAsync(plan, 1, progress, "", CancellationToken.None));
        }

        // Interrupted before its first line, the run never began.
        var isNew = world.Ledger.Read() is [.., { Event: LedgerEvent.RunDone }];
        var expected = isNew ? "new" : "old";
        Assert.All(world.Parts, part => Assert.Equal(expected, part));
        Assert.Equal(isNew, world.History.Current is not null);
    }

    /// <summary>For each part whether its step fails; after how many moments each process dies; whether each later process rolls back or resumes.</summary>
    private sealed record Story(ImmutableArray<bool> Fails, ImmutableArray<int> Deaths, ImmutableArray<bool> Aborts)
    {
        public override string ToString() => $"fails {string.Join(' ', Fails)}; deaths {string.Join(' ', Deaths)}; aborts {string.Join(' ', Aborts)}";
    }

    /// <summary>A process's death is an exception that nobody who runs steps may catch.</summary>
    private sealed class World : IStepRunner
    {
        private readonly FakeHost fake = new();
        private readonly ImmutableArray<bool> fails;
        private int moments;

        public World(ImmutableArray<bool> fails)
        {
            this.fails = fails;
            Parts = [.. fails.Select(_ => "old")];
            fake.Files.OnAppend = line =>
            {
                if (--moments == 1)
                {
                    // The line is torn, and the process gone.
                    var text = fake.Files.Texts[LedgerPath];
                    fake.Files.Texts[LedgerPath] = text[..^(line.Length / 2)];
                    throw new OperationCanceledException();
                }

                Moment();
            };
        }

        public List<string> Parts { get; }

        public Ledger Ledger => new(fake.Files, LedgerPath);

        public History History => History.Of(Ledger.Read());

        public void LivesFor(int count) => moments = count;

        public async Task TryAsync(Func<Executor, Task> run)
        {
            try
            {
                await run(new Executor(fake.Host, Ledger, this));
            }
            catch (Exception error) when (error is OperationCanceledException or SlipwayException)
            {
                // It died, or it said that a step failed.
            }
        }

        public Task<StepEvidence> RunAsync(StepAction action, Action<string> onLine, CancellationToken cancellation)
        {
            var command = ((RunCommands)action).Commands.Single();
            var part = int.Parse(command.Arguments[0], System.Globalization.CultureInfo.InvariantCulture);
            Moment();
            Parts[part] = "between";
            Moment();
            if (command.Program == "new" && fails[part]) throw new StepFailedException("it broke.");
            Parts[part] = command.Program;
            Moment();
            return Task.FromResult<StepEvidence>("");
        }

        private void Moment()
        {
            if (--moments <= 0) throw new OperationCanceledException();
        }
    }
}
