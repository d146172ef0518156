using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Core.Stack;

/// <summary>A value of a YAML file that knows where it stands, so that a problem found late still names its own line.</summary>
/// <param name="Line">The line, from 1: the key's for a mapping's value, since that is where a reader looks.</param>
/// <param name="Path">The place, for example <c>environments/dev/routes[0]</c>; empty for the whole file.</param>
internal abstract partial record YamlValue(int Line, string Path)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>How many values it stands for, with those in it; a value that aliases refer to counts each time.</summary>
    public long Weight { get; protected init; } = 1;

    /// <summary>One value that is no list and no mapping.</summary>
    internal sealed partial record Scalar(int Line, string Path, string Text, bool IsPlain) : YamlValue(Line, Path)
    {
        public const string NothingKind = "nothing";
        public const string TextKind = "text";
        public const string WholeKind = "a whole number";
        public const string FlagKind = "true or false";

        // The YAML 1.2 core schema, as editors read it: what is text here is "string" to the published JSON Schema.
        public override string Kind =>
            !IsPlain ? TextKind
            : Null().IsMatch(Text) ? NothingKind
            : Flag().IsMatch(Text) ? FlagKind
            : Whole().IsMatch(Text) ? WholeKind
            : Fraction().IsMatch(Text) ? "a fraction"
            : TextKind;

        public bool IsTrue => Kind == FlagKind && Text.Equals("true", StringComparison.OrdinalIgnoreCase);

        [GeneratedRegex(@"\A(?:null|Null|NULL|~|)\z")]
        private static partial Regex Null();

        [GeneratedRegex(@"\A(?:true|True|TRUE|false|False|FALSE)\z")]
        private static partial Regex Flag();

        [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
        private static partial Regex Whole();

        [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
        private static partial Regex Fraction();
    }

    /// <summary>A list.</summary>
    internal sealed record List : YamlValue
    {
        public List(int line, string path, ImmutableArray<YamlValue> items)
            : base(line, path)
        {
            Items = items;
            Weight = Sum(items);
        }

        public ImmutableArray<YamlValue> Items { get; }

        public override string Kind => "a list";
    }

    /// <summary>A mapping, in the order of the file, without duplicate keys.</summary>
    internal sealed record Map : YamlValue
    {
        private readonly Dictionary<string, YamlValue> byKey;

        public Map(int line, string path, ImmutableArray<Entry> entries)
            : base(line, path)
        {
            Entries = entries;
            byKey = entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
            Weight = Sum(entries.Select(entry => entry.Value));
        }

        // Without a setter, so that no copy has other entries than it finds.
        public ImmutableArray<Entry> Entries { get; }

        public override string Kind => "a mapping";

        public YamlValue? Find(string key) => byKey.GetValueOrDefault(key);

        public string? Text(string key) => (Find(key) as Scalar)?.Text;

        public ImmutableArray<string> Texts(string key) =>
            Find(key) is List list ? [.. list.Items.OfType<Scalar>().Select(item => item.Text)] : [];

        public ImmutableArray<Map> Maps(string key) => Find(key) is List list ? [.. list.Items.OfType<Map>()] : [];
    }

    // A few lines of aliases to aliases would make a number that no integer holds.
    private static long Sum(IEnumerable<YamlValue> values) =>
        values.Aggregate(1L, (sum, value) => Math.Min(sum + value.Weight, int.MaxValue));

    /// <summary>A key and its value.</summary>
    internal sealed record Entry(string Key, YamlValue Value);
}
