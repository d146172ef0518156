using System.Collections.Immutable;
using System.Globalization;

namespace Slipway.Core.Health;

/// <summary>A sample of the Prometheus text format.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Labels">Its labels, by name.</param>
/// <param name="Value">Its value.</param>
public sealed record MetricSample(string Name, ImmutableDictionary<string, string> Labels, double Value)
{
    /// <summary>Reads the samples of certain metrics from what an exporter printed; a line that is none is passed over.</summary>
    public static IEnumerable<MetricSample> Parse(string text, IEnumerable<string> names)
    {
        var wanted = names.Select(name => name + "{").ToImmutableArray();
        return text.Split('\n')
            .Where(line => wanted.Any(name => line.StartsWith(name, StringComparison.Ordinal)))
            .Select(Read)
            .OfType<MetricSample>();
    }

    private static MetricSample? Read(string line)
    {
        var labels = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var at = line.IndexOf('{', StringComparison.Ordinal);
        var name = line[..at];
        while (++at < line.Length && line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0) return null;
            var end = EndOfValue(line, equals + 2);
            if (end < 0) return null;
            labels[line[at..equals]] = Unescape(line[(equals + 2)..end]);
            at = end + 1;
            if (at < line.Length && line[at] == '}') break;
        }

        // A time stamp may follow the value.
        if (
            at >= line.Length
            || line[(at + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var value, ..]
        )
            return null;
        return Number(value) is { } number ? new MetricSample(name, labels.ToImmutable(), number) : null;
    }

    /// <summary>A number as the format writes it; null for anything else.</summary>
    public static double? Number(string text) =>
        text == "+Inf" ? double.PositiveInfinity
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static int EndOfValue(string line, int from)
    {
        for (var at = from; at < line.Length; at++)
        {
            if (line[at] == '\\') at++;
            else if (line[at] == '"') return at;
        }

        return -1;
    }

    private static string Unescape(string value) =>
        value.Contains('\\', StringComparison.Ordinal)
            ? value
                .Replace("\\\\", "\0", StringComparison.Ordinal)
                .Replace("\\\"", "\"", StringComparison.Ordinal)
                .Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace('\0', '\\')
            : value;
}
