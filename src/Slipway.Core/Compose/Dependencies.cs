using System.Collections.Immutable;

namespace Slipway.Core.Compose;

/// <summary>What services lead to through each other.</summary>
public static class Dependencies
{
    /// <summary>All that is reached from some services over one step or more; each is looked at once, so that a circle ends.</summary>
    /// <param name="from">Where to begin; these are in the result only where something leads back to them.</param>
    /// <param name="next">Where one step leads.</param>
    public static ImmutableHashSet<string> Reach(IEnumerable<string> from, Func<string, IEnumerable<string>> next)
    {
        var reached = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var left = new Queue<string>(from);
        while (left.TryDequeue(out var name))
        {
            foreach (var other in next(name).Where(reached.Add)) left.Enqueue(other);
        }

        return reached.ToImmutable();
    }
}
