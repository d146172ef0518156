using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Releases;

/// <summary>Writes a ledger from lines such as <c>Deploy 2026-11-20.1 done</c>: what is wanted, of which release, and how it ended.</summary>
internal static class LedgerScript
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    /// <summary>One run a line, an hour apart; a run that ends well takes a minute. <c>interrupted</c> has no end.</summary>
    public static IEnumerable<LedgerEntry> Entries(params string[] lines)
    {
        foreach (var (index, line) in lines.Index())
        {
            var words = line.Split(' ');
            var at = Start.AddHours(index);
            LedgerEntry Entry(LedgerEvent what, DateTimeOffset when, string? step = null, string? text = null) => new()
            {
                AtUtc = when,
                Run = index + 1,
                Event = what,
                Intent = words[0],
                Release = words[1] == "-" ? null : ReleaseId.Parse(words[1]),
                Step = step,
                Text = text,
            };

            yield return Entry(LedgerEvent.RunStarted, at) with { By = "ada@host" };
            yield return Entry(LedgerEvent.StepStarted, at.AddSeconds(1), "check-plan");
            yield return Entry(LedgerEvent.StepDone, at.AddSeconds(2), "check-plan", "as planned");
            yield return Entry(LedgerEvent.StepStarted, at.AddSeconds(3), History.MigrationsStep);
            switch (words[2])
            {
                case "done":
                    yield return Entry(LedgerEvent.StepDone, at.AddSeconds(4), History.MigrationsStep, $"0001 of {words[1]}\n\n 0002 ");
                    yield return Entry(LedgerEvent.RunDone, at.AddMinutes(1));
                    break;
                case "failed":
                    yield return Entry(LedgerEvent.StepFailed, at.AddSeconds(4), History.MigrationsStep, "no");
                    yield return Entry(LedgerEvent.StepUndone, at.AddSeconds(5), "check-plan");
                    yield return Entry(LedgerEvent.RunFailed, at.AddMinutes(1), History.MigrationsStep, "no");
                    break;
                case "interrupted":
                    break;
                case "resumed":
                    yield return Entry(LedgerEvent.RunResumed, at.AddSeconds(5)) with { By = "bob@host" };
                    yield return Entry(LedgerEvent.StepStarted, at.AddSeconds(6), History.MigrationsStep);
                    yield return Entry(LedgerEvent.StepDone, at.AddSeconds(7), History.MigrationsStep);
                    yield return Entry(LedgerEvent.RunDone, at.AddMinutes(1));
                    break;
                case "aborted":
                    yield return Entry(LedgerEvent.RunAborting, at.AddSeconds(5)) with { By = "bob@host" };
                    yield return Entry(LedgerEvent.UndoStarted, at.AddSeconds(6), History.MigrationsStep);
                    yield return Entry(LedgerEvent.StepUndone, at.AddSeconds(7), History.MigrationsStep);
                    yield return Entry(LedgerEvent.RunAborted, at.AddMinutes(1));
                    break;
                default:
                    throw new ArgumentException($"A run ends as done, failed, resumed, aborted or interrupted, not as {words[2]}.", nameof(lines));
            }
        }
    }
}
