using System.Collections.Immutable;
using System.Globalization;

namespace Slipway.Core.Health;

/// <summary>What Caddy has counted for some hosts since its configuration was loaded.</summary>
public sealed record EdgeReading
{
    private const string Answers = "caddy_http_request_duration_seconds_count";
    private const string FirstBytes = "caddy_http_response_duration_seconds_bucket";

    // Caddy counts each handler of a server's first level, and a site of a Caddyfile that has a host is one of this kind.
    private const string SiteHandler = "subroute";

    /// <summary>A reading that has nothing.</summary>
    public static EdgeReading Empty { get; } = new();

    /// <summary>
    /// Whether the edge counts by host, which takes <c>metrics { per_host }</c> in its Caddyfile. False also where nobody has come since it
    /// was loaded.
    /// </summary>
    public bool IsByHost { get; init; }

    /// <summary>How many requests were answered, by status; those that are still under way are not among them.</summary>
    public ImmutableSortedDictionary<int, double> ByStatus { get; init; } = ImmutableSortedDictionary<int, double>.Empty;

    /// <summary>How many answers began within a time, by that time in seconds; the last one is infinite.</summary>
    public ImmutableSortedDictionary<double, double> Within { get; init; } = ImmutableSortedDictionary<double, double>.Empty;

    /// <summary>Reads Caddy's metrics.</summary>
    /// <param name="text">What <c>/metrics</c> of its admin address answers; empty where it answers nothing.</param>
    /// <param name="hosts">The hosts, without ports; <c>*.</c> at the beginning stands for one label.</param>
    public static EdgeReading Parse(string text, ImmutableArray<string> hosts)
    {
        var isByHost = false;
        var byStatus = ImmutableSortedDictionary.CreateBuilder<int, double>();
        var within = ImmutableSortedDictionary.CreateBuilder<double, double>();
        foreach (
            var sample in MetricSample
                .Parse(text, [Answers, FirstBytes])
                .Where(sample => sample.Labels.GetValueOrDefault("handler") == SiteHandler)
        )
        {
            // As the client wrote it, with the port where that is not the usual one.
            if (sample.Labels.GetValueOrDefault("host")?.Split(':')[0] is not { } host) continue;
            isByHost = true;
            if (!hosts.Any(pattern => IsMeant(pattern, host))) continue;
            if (sample.Name == FirstBytes && MetricSample.Number(sample.Labels.GetValueOrDefault("le", "")) is { } seconds)
            {
                within[seconds] = within.GetValueOrDefault(seconds) + sample.Value;
            }
            else if (
                sample.Name == Answers
                && int.TryParse(sample.Labels.GetValueOrDefault("code"), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            )
            {
                byStatus[status] = byStatus.GetValueOrDefault(status) + sample.Value;
            }
        }

        return new EdgeReading { IsByHost = isByHost, ByStatus = byStatus.ToImmutable(), Within = within.ToImmutable() };
    }

    private static bool IsMeant(string pattern, string host) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
                && host[dot..].Equals(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
