using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>A YAML file as it was written, asked for the places of its keys.</summary>
public sealed class SourceFile
{
    private const string MergeKey = "<<";

    private readonly YamlValue? root;

    private SourceFile(string name, YamlValue? root)
    {
        Name = name;
        this.root = root;
    }

    /// <summary>The file's name, as places show it.</summary>
    public string Name { get; }

    /// <summary>Whether it could be read; where not, the problems say why.</summary>
    internal bool IsReadable => root is not null;

    /// <summary>A Compose file. Where it cannot be read, the problems say why, and every place in it is the file itself.</summary>
    internal static SourceFile ReadCompose(string text, string name, List<Problem> problems) =>
        new(name, YamlReader.ReadCompose(text, name, problems));

    /// <summary>A definition that was parsed without a problem.</summary>
    public static SourceFile ReadDefinition(string text, string name) => new(name, YamlReader.Read(text, name, []));

    /// <summary>The place of a key: its own line, or that of the nearest key above it that the file has.</summary>
    public SourcePosition PlaceOf(params IEnumerable<string> path)
    {
        var keys = path.ToImmutableArray();
        return new SourcePosition(Name, Deepest(keys).Line, Text(keys));
    }

    /// <summary>How many keys of a path the file has one below the other, and the line of the last of them; 0 where it has none.</summary>
    internal (int Depth, int Line) Deepest(IEnumerable<string> path)
    {
        var (depth, line) = (0, 0);
        var value = root;
        foreach (var key in path)
        {
            value = Step(value, key);
            if (value is null) break;
            (depth, line) = (depth + 1, value.Line);
        }

        return (depth, line);
    }

    /// <summary>A path as places show it: <c>services/api/ports[0]</c>.</summary>
    public static string Text(IEnumerable<string> path) =>
        path.Aggregate("", (text, key) => key.StartsWith('[') || text.Length == 0 ? text + key : $"{text}/{key}");

    /// <summary>Every text of the file with its place; one that aliases refer to comes once.</summary>
    internal IEnumerable<(string Text, SourcePosition Place)> Texts()
    {
        var seen = new HashSet<YamlValue>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<YamlValue>(root is null ? [] : [root]);
        while (waiting.TryPop(out var value))
        {
            if (!seen.Add(value)) continue;
            switch (value)
            {
                case YamlValue.Scalar scalar:
                    yield return (scalar.Text, new SourcePosition(Name, scalar.Line, scalar.Path));
                    break;
                case YamlValue.List list:
                    foreach (var item in list.Items.Reverse()) waiting.Push(item);
                    break;
                case YamlValue.Map map:
                    foreach (var entry in map.Entries.Reverse()) waiting.Push(entry.Value);
                    break;
            }
        }
    }

    /// <summary>The texts of a mapping, with those that it merges in, or of a list of <c>NAME=VALUE</c>.</summary>
    internal static IEnumerable<(string Key, string Text, int Line)> Settings(YamlValue? value)
    {
        var waiting = new Stack<YamlValue>(value is null ? [] : [value]);
        while (waiting.TryPop(out var next))
        {
            foreach (var (key, set) in (next as YamlValue.Map)?.Entries ?? [])
            {
                if (set is YamlValue.Scalar text) yield return (key, text.Text, text.Line);
                if (key != MergeKey) continue;
                foreach (var merged in set is YamlValue.List several ? several.Items : [set]) waiting.Push(merged);
            }

            foreach (var item in ((next as YamlValue.List)?.Items ?? []).OfType<YamlValue.Scalar>())
            {
                var equals = item.Text.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0) yield return (item.Text[..equals], item.Text[(equals + 1)..], item.Line);
            }
        }
    }

    /// <summary>The value at a path, aliases and merge keys followed; a list's item is <c>[0]</c>. Null where the file has none.</summary>
    internal YamlValue? Find(IEnumerable<string> path) => path.Aggregate(root, Step);

    private static YamlValue? Step(YamlValue? value, string key) =>
        value switch
        {
            YamlValue.Map map => map.Find(key) ?? Merged(map, key),
            YamlValue.List list when key is ['[', .. var number, ']'] && int.TryParse(number, out var index) =>
                list.Items.ElementAtOrDefault(index),
            // Networks, environment and the like may be written as lists, too: of names, or of NAME=VALUE.
            YamlValue.List list => list
                .Items.OfType<YamlValue.Scalar>()
                .FirstOrDefault(item => item.Text == key || item.Text.StartsWith(key + "=", StringComparison.Ordinal)),
            _ => null,
        };

    // A merge key holds a mapping, or a list of them of which the first one wins.
    private static YamlValue? Merged(YamlValue.Map map, string key) => map.Find(MergeKey) switch
    {
        YamlValue.Map merged => Step(merged, key),
        YamlValue.List several => several.Items.Select(item => Step(item, key)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
