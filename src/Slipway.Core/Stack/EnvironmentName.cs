using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Core.Stack;

/// <summary>
/// Names an environment of a stack, for example <c>prod</c>. It is read by the rule of <c>stack.yaml</c> and can be used in paths. The
/// default value names none: it has no text, and asking for it is an error.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct EnvironmentName : IComparable<EnvironmentName>
{
    private readonly string? text;

    private EnvironmentName(string text) => this.text = text;

    private string Text => text ?? throw new InvalidOperationException("An environment has no name.");

    /// <summary>Reads a name; false for anything else, so that a name can be used in paths.</summary>
    public static bool TryParse(string? text, out EnvironmentName name)
    {
        var isName = text is not null && Texts.EnvironmentName.Accepts(text);
        name = isName ? new EnvironmentName(text!) : default;
        return isName;
    }

    /// <summary>Reads a name that was checked, or that this program wrote.</summary>
    /// <exception cref="FormatException">No environment can have that name.</exception>
    public static EnvironmentName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a valid environment name.");

    /// <inheritdoc />
    public int CompareTo(EnvironmentName other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc />
    public override string ToString() => Text;

    public static bool operator <(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) < 0;

    public static bool operator >(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) > 0;

    public static bool operator <=(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EnvironmentName left, EnvironmentName right) => left.CompareTo(right) >= 0;

    private sealed class Converter : JsonConverter<EnvironmentName>
    {
        public override EnvironmentName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, EnvironmentName value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
