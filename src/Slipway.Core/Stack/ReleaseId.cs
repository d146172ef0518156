using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Slipway.Core.Stack;

/// <summary>
/// Names a release of one environment: the UTC day it was made and a running number of that day, for example <c>2026-11-20.2</c>.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly partial record struct ReleaseId : IComparable<ReleaseId>
{
    private ReleaseId(string day, int number)
    {
        Day = day;
        Number = number;
    }

    /// <summary>The day, as <c>yyyy-MM-dd</c>.</summary>
    public string Day { get; }

    /// <summary>The number within the day, from 1.</summary>
    public int Number { get; }

    /// <summary>The next free id on a day.</summary>
    public static ReleaseId Next(DateTimeOffset now, IEnumerable<ReleaseId> taken)
    {
        var day = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new ReleaseId(day, 1 + taken.Where(id => id.Day == day).Select(id => id.Number).DefaultIfEmpty(0).Max());
    }

    /// <summary>Reads an id; false for anything else, so that an id can be used in paths and image tags.</summary>
    public static bool TryParse(string? text, out ReleaseId id)
    {
        var match = Pattern().Match(text ?? "");
        id = match.Success && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ReleaseId(match.Groups[1].Value, number)
            : default;
        return id.Number > 0;
    }

    /// <summary>Reads an id that this program wrote.</summary>
    /// <exception cref="FormatException">The text is not a valid release id.</exception>
    public static ReleaseId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a valid release id.");

    /// <inheritdoc />
    public int CompareTo(ReleaseId other) =>
        string.CompareOrdinal(Day, other.Day) is var byDay and not 0 ? byDay : Number.CompareTo(other.Number);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day}.{Number}");

    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2})\.([1-9][0-9]{0,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    public static bool operator <(ReleaseId left, ReleaseId right) => left.CompareTo(right) < 0;

    public static bool operator >(ReleaseId left, ReleaseId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReleaseId left, ReleaseId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReleaseId left, ReleaseId right) => left.CompareTo(right) >= 0;

    private sealed class Converter : JsonConverter<ReleaseId>
    {
        public override ReleaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, ReleaseId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
