using System.Collections.Immutable;

namespace Slipway.Core.Health;

/// <summary>What the edge answered for some hosts during a time.</summary>
public sealed record EdgeTraffic
{
    // In a soak of seconds a few requests that are meant to take long, as a poll that waits, are more than one of a hundred.
    private const double Share = 0.95;

    /// <summary>No traffic.</summary>
    public static EdgeTraffic None { get; } = new();

    /// <summary>How many requests were answered.</summary>
    public long Requests { get; init; }

    /// <summary>How many of them with a status of 500 or more.</summary>
    public long Errors { get; init; }

    /// <summary>How many answers began within a time, by that time in seconds; the last one is infinite.</summary>
    public ImmutableSortedDictionary<double, double> Within { get; init; } = ImmutableSortedDictionary<double, double>.Empty;

    /// <summary>How many answers the times are of.</summary>
    public long Timed => (long)Within.GetValueOrDefault(double.PositiveInfinity);

    /// <summary>
    /// The time in seconds within which 95 of 100 answers began, as exactly as the edge's steps allow; infinite where that is longer
    /// than the longest of them, and null where nothing was answered.
    /// </summary>
    public double? P95Seconds
    {
        get
        {
            if (Timed == 0) return null;
            var rank = Share * Timed;
            var (lowerBound, lowerCount) = (0.0, 0.0);
            foreach (var (bound, count) in Within)
            {
                // Between two steps the times are taken to be spread evenly, as Prometheus does it.
                if (count >= rank)
                    return double.IsInfinity(bound)
                        ? bound
                        : lowerBound + ((bound - lowerBound) * (rank - lowerCount) / (count - lowerCount));
                (lowerBound, lowerCount) = (bound, count);
            }

            return double.PositiveInfinity;
        }
    }

    /// <summary>
    /// What came between two readings. Where the edge began to count anew, since another environment's rules were loaded, it is what came
    /// since then.
    /// </summary>
    /// <param name="before">The first reading.</param>
    /// <param name="after">The second one.</param>
    /// <param name="isClosed">Whether visitors were kept out for maintenance, so that a 503 is no error.</param>
    public static EdgeTraffic Between(EdgeReading before, EdgeReading after, bool isClosed = false)
    {
        var isAnew = before.ByStatus.Any(answers => after.ByStatus.GetValueOrDefault(answers.Key) < answers.Value);
        var from = isAnew ? EdgeReading.Empty : before;
        var answered = after
            .ByStatus.Select(answers => (Status: answers.Key, Count: (long)(answers.Value - from.ByStatus.GetValueOrDefault(answers.Key))))
            .ToImmutableArray();
        return new EdgeTraffic
        {
            Requests = answered.Sum(answers => answers.Count),
            Errors = answered.Where(answers => answers.Status >= 500 && !(isClosed && answers.Status == 503)).Sum(answers => answers.Count),
            Within = after.Within.ToImmutableSortedDictionary(
                step => step.Key,
                step => step.Value - from.Within.GetValueOrDefault(step.Key)
            ),
        };
    }

    /// <summary>What came in both times.</summary>
    public EdgeTraffic And(EdgeTraffic other) =>
        new()
        {
            Requests = Requests + other.Requests,
            Errors = Errors + other.Errors,
            Within = Within
                .Concat(other.Within)
                .GroupBy(step => step.Key, step => step.Value)
                .ToImmutableSortedDictionary(step => step.Key, step => step.Sum()),
        };
}
