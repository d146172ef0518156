using System.Collections.Immutable;
using System.Globalization;

namespace Slipway.Core.Validation.Live;

/// <summary>What a probe found out.</summary>
public sealed record ReachAnswers
{
    /// <summary>The answers where nothing was asked.</summary>
    public static ReachAnswers None { get; } =
        new() { Addresses = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty, Open = [] };

    /// <summary>The addresses that each name led to; empty for one that led nowhere.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Addresses { get; init; }

    /// <summary>The endpoints that a connection could be made to.</summary>
    public required ImmutableHashSet<Endpoint> Open { get; init; }

    /// <summary>
    /// Reads what the script of a list printed; null where it ended before it had asked everything, which proves nothing.
    /// </summary>
    public static ReachAnswers? Parse(string output, ReachList list)
    {
        var addresses = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var open = ImmutableHashSet.CreateBuilder<Endpoint>();
        var answered = new HashSet<Endpoint>();
        foreach (
            var words in output
                .Split('\n')
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        )
        {
            switch (words)
            {
                case ["name", var name, .. var found]:
                    addresses[name] = [.. found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
                    break;
                case [("open" or "shut") and var answer, var host, var number]
                    when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port):
                    var endpoint = new Endpoint(host, port);
                    answered.Add(endpoint);
                    if (answer == "open") open.Add(endpoint);
                    break;
            }
        }

        var isWhole =
            list.Names.All(addresses.ContainsKey)
            && list.Endpoints.Concat(list.Needed.SelectMany(needed => needed.Endpoints)).All(answered.Contains);
        return isWhole ? new ReachAnswers { Addresses = addresses.ToImmutable(), Open = open.ToImmutable() } : null;
    }
}
