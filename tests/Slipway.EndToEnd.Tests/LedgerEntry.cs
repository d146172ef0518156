using System.Collections.Immutable;
using System.Text.Json;

namespace Slipway.EndToEnd.Tests;

/// <summary>A line of a ledger, as an operator's own script would read it.</summary>
/// <param name="AtUtc">When it was written.</param>
/// <param name="Run">The run's number.</param>
/// <param name="Event">What happened.</param>
/// <param name="Step">The step, or nothing.</param>
internal sealed record LedgerEntry(DateTimeOffset AtUtc, int Run, string Event, string Step)
{
    /// <summary>The last run of a ledger. A line that is being written is left out.</summary>
    public static ImmutableArray<LedgerEntry> LastRun(string ledger)
    {
        var entries = ledger[..(ledger.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).ToArray();
        var last = entries.Length == 0 ? 0 : entries[^1].Run;
        return [.. entries.Where(entry => entry.Run == last)];
    }

    /// <summary>The event and the step.</summary>
    public override string ToString() => $"{Event} {Step}".TrimEnd();

    private static LedgerEntry Read(string line)
    {
        var entry = JsonDocument.Parse(line).RootElement;
        return new LedgerEntry(
            entry.GetProperty("atUtc").GetDateTimeOffset(),
            entry.GetProperty("run").GetInt32(),
            entry.GetProperty("event").GetString()!,
            entry.TryGetProperty("step", out var step) ? step.GetString()! : "");
    }
}
