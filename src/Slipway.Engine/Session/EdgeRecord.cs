using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>Remembers which files of the edge Caddy has loaded, by their fingerprints.</summary>
public static class EdgeRecord
{
    /// <summary>
    /// What was loaded last. A record that cannot be read counts as none: the files are then given to the edge once more.
    /// </summary>
    public static ImmutableSortedDictionary<string, string> Read(IFiles files, StatePaths paths)
    {
        try
        {
            return files.ReadText(paths.EdgeApplied) is { } text
                ? JsonSerializer.Deserialize<ImmutableSortedDictionary<string, string>>(text, StateJson.Indented)!
                : ImmutableSortedDictionary<string, string>.Empty;
        }
        catch (JsonException)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }
    }

    /// <summary>Notes fingerprints; an empty one means that the file is gone.</summary>
    public static void Note(IFiles files, StatePaths paths, IEnumerable<KeyValuePair<string, string>> fingerprints)
    {
        var record = Read(files, paths);
        foreach (var (path, fingerprint) in fingerprints)
            record = fingerprint.Length == 0 ? record.Remove(path) : record.SetItem(path, fingerprint);
        files.WriteText(paths.EdgeApplied, JsonSerializer.Serialize(record, StateJson.Indented));
    }
}
