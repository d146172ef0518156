using System.Collections.Immutable;

namespace Slipway.Core.Stack;

/// <summary>
/// What a value of <c>stack.yaml</c> looks like. The parser checks by it and the JSON Schema is written from it, so they cannot differ.
/// </summary>
/// <param name="Doc">What the value means, for the schema's readers.</param>
internal abstract record Shape(string Doc)
{
    /// <summary>What kind of YAML value it is, as messages say it.</summary>
    public abstract string Kind { get; }

    /// <summary>What would be right.</summary>
    public virtual string Expected => Kind;

    /// <summary>Text that follows a rule.</summary>
    internal sealed record Text(string Doc, TextRule Rule) : Shape(Doc)
    {
        public override string Kind => YamlValue.Scalar.TextKind;

        public override string Expected => Rule.Expected;
    }

    /// <summary>A port number, or a reference to the env key that holds it.</summary>
    internal sealed record Port(string Doc) : Shape(Doc)
    {
        public const int Lowest = 1;
        public const int Highest = 65535;

        public override string Kind => "a port";

        public override string Expected => "a number from 1 to 65535 without quotes, or ${KEY}";
    }

    /// <summary>A whole number within bounds, both included.</summary>
    internal sealed record Whole(string Doc, int Lowest, int Highest) : Shape(Doc)
    {
        public override string Kind => YamlValue.Scalar.WholeKind;

        public override string Expected => $"a whole number from {Lowest} to {Highest}";
    }

    /// <summary>True or false.</summary>
    internal sealed record Flag(string Doc) : Shape(Doc)
    {
        public override string Kind => YamlValue.Scalar.FlagKind;
    }

    /// <summary>A list of values of one shape.</summary>
    internal sealed record List(string Doc, Shape Item, bool MayBeEmpty = true) : Shape(Doc)
    {
        public override string Kind => "a list";
    }

    /// <summary>A mapping with known keys.</summary>
    /// <param name="Doc">What it means.</param>
    /// <param name="Name">Its name among the schema's definitions.</param>
    /// <param name="Keys">The known keys.</param>
    internal sealed record Map(string Doc, string Name, ImmutableArray<Key> Keys) : Shape(Doc)
    {
        /// <summary>Keys of which exactly one is given; empty where there is no such choice.</summary>
        public ImmutableArray<string> Choice { get; init; } = [];

        /// <summary>Whether a required key may also come from <c>defaults</c>, so that its absence is no mistake yet.</summary>
        public bool IsPartial { get; init; }

        public override string Kind => "a mapping";
    }

    /// <summary>A mapping from names that the user chooses to values of one shape; at least one.</summary>
    internal sealed record Named(string Doc, TextRule NameRule, Map Item) : Shape(Doc)
    {
        /// <summary>Each entry may take over the defaults, so that their number bounds the work.</summary>
        public const int MostEntries = 100;

        public override string Kind => "a mapping";
    }
}

/// <summary>A known key of a mapping.</summary>
internal sealed record Key(string Name, Shape Shape, bool IsRequired = false);
