using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Ledgers;

/// <summary>The append-only ledger of one environment: a JSON record a line.</summary>
public sealed class Ledger(IFiles files, string path)
{
    /// <summary>All entries, from the first. A last line that is torn, since the process was ended while it wrote, is left out.</summary>
    /// <exception cref="SlipwayException">A line other than the last cannot be read.</exception>
    public ImmutableArray<LedgerEntry> Read()
    {
        var lines = (files.ReadText(path) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>(lines.Length);
        for (var index = 0; index < lines.Length; index++)
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize<LedgerEntry>(lines[index], StateJson.Compact)!);
            }
            catch (Exception error) when (error is JsonException or FormatException)
            {
                if (index == lines.Length - 1) break;
                throw new SlipwayException(ExitCode.Failed, new Failure($"{path} is damaged at line {index + 1}.")
                {
                    Why = error.Message,
                    Do = "keep a copy of the file, then restore it from a backup of the state folder, or remove the damaged line.",
                    Now = "nothing was changed; what runs, runs on.",
                }, error);
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>Appends an entry; returns when it is on disk.</summary>
    public void Append(LedgerEntry entry) => files.AppendLine(path, JsonSerializer.Serialize(entry, StateJson.Compact));
}
