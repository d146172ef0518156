using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>The append-only ledger of one environment: a JSON record a line, each with a checksum (<see cref="LedgerLine"/>).</summary>
public sealed class Ledger(IFiles files, string path)
{
    /// <summary>
    /// All entries, from the first. A torn line, since the process was ended while it wrote, is left out: it is the last one, or
    /// the last one before another process began to write. Several may follow each other, when each process was ended at once.
    /// </summary>
    /// <exception cref="SlipwayException">Another line cannot be read.</exception>
    public ImmutableArray<LedgerEntry> Read()
    {
        var lines = (files.ReadText(path) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>(lines.Length);
        (int Line, FormatException Error)? torn = null;
        for (var index = 0; index < lines.Length; index++)
        {
            try
            {
                var entry = LedgerLine.Read(lines[index]);
                if (torn is { } before && entry.Event is not (LedgerEvent.RunStarted or LedgerEvent.RunResumed or LedgerEvent.RunAborting))
                    throw Damaged(before.Line, before.Error);
                torn = null;
                entries.Add(entry);
            }
            catch (FormatException error)
            {
                torn ??= (index + 1, error);
            }
        }

        return entries.ToImmutable();
    }

    private SlipwayException Damaged(int line, FormatException error) =>
        new(
            ExitCode.Failed,
            new Failure($"{path} is damaged at line {line}.")
            {
                Why = error.Message,
                Do = "keep a copy of the file, then restore it from a backup of the state folder, or remove the damaged line.",
                Now = "nothing was changed; what runs, runs on.",
            },
            error
        );

    /// <summary>Appends an entry; returns when it is on disk.</summary>
    public void Append(LedgerEntry entry) => files.AppendLine(path, LedgerLine.Write(entry));
}
