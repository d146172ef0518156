using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Core.Secrets;

/// <summary>
/// A value that is not to be printed: its text is <c>***</c>, also as a part of a record that is printed and in an interpolated string.
/// </summary>
/// <remarks>As JSON it is the value itself, since runs that are stored, with mode 0600, are finished from it.</remarks>
[DebuggerDisplay("***")]
[JsonConverter(typeof(Converter))]
public sealed class Secret : IEquatable<Secret>
{
    /// <summary>What stands in place of the value.</summary>
    public const string Shown = "***";

    private readonly string value;

    /// <summary>Keeps a value from being printed.</summary>
    public Secret(string value) => this.value = value;

    /// <summary>The value, for whoever needs it: a file with mode 0600, a header, standard input of a program.</summary>
    public string Reveal() => value;

    /// <inheritdoc />
    public override string ToString() => Shown;

    /// <inheritdoc />
    public bool Equals(Secret? other) => other?.value == value;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(value);

    public static bool operator ==(Secret? left, Secret? right) => left?.value == right?.value;

    public static bool operator !=(Secret? left, Secret? right) => !(left == right);

    /// <summary>Makes a secret of a text. There is no way back but <see cref="Reveal"/>.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Secret?(string? value) => FromString(value);

    /// <summary>A secret of a text; null of null.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static Secret? FromString(string? value) => value is null ? null : new Secret(value);

    private sealed class Converter : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.value);
    }
}
