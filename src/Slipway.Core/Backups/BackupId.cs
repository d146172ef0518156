using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Core.Backups;

/// <summary>
/// Names a backup: the UTC time of its beginning to the second, for example <c>2026-11-20T141002Z</c>. As text it is the name of the
/// backup's files without their endings.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct BackupId : IComparable<BackupId>
{
    private const string Format = "yyyy-MM-dd'T'HHmmss'Z'";

    private BackupId(DateTime time) => Time = time;

    /// <summary>The time, in UTC.</summary>
    public DateTime Time { get; }

    /// <summary>The id of a backup that is begun at this time.</summary>
    public static BackupId At(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return new BackupId(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond)));
    }

    /// <summary>
    /// The id of a backup that is begun at this time, or of the next second that none has been given for: clocks are set back.
    /// </summary>
    public static BackupId Next(DateTimeOffset time, IEnumerable<BackupId> given)
    {
        var known = given.ToHashSet();
        var id = At(time);
        while (known.Contains(id)) id = new BackupId(id.Time.AddSeconds(1));
        return id;
    }

    /// <summary>Reads an id; false for anything else, so that an id can be used in paths.</summary>
    public static bool TryParse(string? text, out BackupId id)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isId = DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, utc, out var time);
        id = isId ? new BackupId(time) : default;
        return isId;
    }

    /// <summary>Reads an id that this program wrote.</summary>
    /// <exception cref="FormatException">The text is not a backup id.</exception>
    public static BackupId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a valid backup id.");

    /// <inheritdoc />
    public int CompareTo(BackupId other) => Time.CompareTo(other.Time);

    /// <inheritdoc />
    public override string ToString() => Time.ToString(Format, CultureInfo.InvariantCulture);

    public static bool operator <(BackupId left, BackupId right) => left.CompareTo(right) < 0;

    public static bool operator >(BackupId left, BackupId right) => left.CompareTo(right) > 0;

    public static bool operator <=(BackupId left, BackupId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BackupId left, BackupId right) => left.CompareTo(right) >= 0;

    private sealed class Converter : JsonConverter<BackupId>
    {
        public override BackupId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, BackupId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
