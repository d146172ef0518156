using System.Collections.Immutable;

namespace Slipway.Core.Planning;

/// <summary>Says in words what changed between two plans.</summary>
public static class PlanChanges
{
    private const int MostNamed = 20;

    // Each of them looks at the edge again when its turn comes, and leaves well alone.
    private static readonly ImmutableArray<string> EdgeSteps = ["create-network", "start-edge", "apply-edge"];

    /// <summary>
    /// What changed for the environment itself since its plan was made. What another environment's run did to the edge meanwhile is no
    /// reason to refuse: the steps that are about the edge wait for that run, and do what is left to do.
    /// </summary>
    public static ImmutableArray<string> OwnBetween(Plan then, PlanBasis basis, Func<Plan> now)
    {
        var changes = Between(then.Basis.Own.Facts, basis.Own.Facts);
        return changes.IsEmpty ? Between(Ids(then), Ids(now())) : changes;

        static IEnumerable<string> Ids(Plan plan) =>
            plan.Steps.Select(step => step.Id).Where(id => !EdgeSteps.Any(edge => id.StartsWith(edge, StringComparison.Ordinal)));
    }

    /// <summary>
    /// What changed between two bases, causes before what follows from them. Both are sealed with the same key, or neither is.
    /// </summary>
    public static ImmutableArray<string> Between(
        ImmutableSortedDictionary<string, string> then,
        ImmutableSortedDictionary<string, string> now
    )
    {
        var changed = then.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(name => then.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => (Name: name, Kind: FactKind.Of(name), Then: then.GetValueOrDefault(name), Now: now.GetValueOrDefault(name)))
            .OrderBy(fact => fact.Kind?.Order ?? int.MaxValue).ThenBy(fact => fact.Name, StringComparer.Ordinal)
            .ToImmutableArray();

        // An env file that has come or gone says why every one of its values, and what they are filled into, is another.
        var fileCame = changed.Any(fact => fact.Kind == FactKind.EnvFile && (fact.Then is null || fact.Now is null));
        var keyChanged = changed.Any(fact => fact.Kind == FactKind.EnvKey);
        var knowledgeChanged = changed.Any(fact => fact.Kind == FactKind.AppliedMigrations);
        return
        [
            .. changed
                .Where(fact =>
                    !fileCame || (fact.Kind != FactKind.EnvKey && fact.Kind != FactKind.Service && fact.Kind != FactKind.EdgeFile)
                )
                .Where(fact => fact.Kind != FactKind.EnvFile || fileCame || !keyChanged)
                .Where(fact => fact.Kind != FactKind.Migration || !knowledgeChanged)
                .Select(fact => Say(fact.Name, fact.Kind, fact.Then, fact.Now)),
        ];
    }

    /// <summary>What changed between two lists of steps' ids.</summary>
    internal static ImmutableArray<string> Between(IEnumerable<string> then, IEnumerable<string> now)
    {
        var before = then.ToImmutableArray();
        var after = now.ToImmutableArray();
        return
        [
            .. before.Except(after, StringComparer.Ordinal).Select(id => $"step {id} is not needed any more"),
            .. after.Except(before, StringComparer.Ordinal).Select(id => $"step {id} has become necessary"),
        ];
    }

    /// <summary>The changes as lines, at most twenty.</summary>
    public static string Text(ImmutableArray<string> changes) => string.Join('\n', changes.Length > MostNamed
        ? changes.Take(MostNamed).Append($"and {changes.Length - MostNamed} more")
        : changes);

    private static string Say(string name, FactKind? kind, string? then, string? now)
    {
        if (then is null)
            return $"{name} {kind?.Come ?? "has come"}";
        if (now is null)
            return $"{name} {kind?.Gone ?? "is gone"}";
        if (kind == FactKind.Container || kind == FactKind.EdgeContainer)
            return SayContainer(name, then.Split(' '), now.Split(' '));
        if (kind == FactKind.Commit)
            return $"{name} was {Short(then)}, is {Short(now)}";
        if (kind == FactKind.Image && now.StartsWith(FactKind.Untagged, StringComparison.Ordinal))
            return $"{name} is gone; what it named is still there without it";
        if (kind == FactKind.EnvFile)
            return $"{name} changed, but none of its values";
        return kind is { IsShown: true } ? $"{name} was {then}, is {now}" : $"{name} changed";
    }

    private static string SayContainer(string name, string[] then, string[] now) =>
        then[^1] != now[^1] ? $"{name} was replaced by another of this name" : $"{name} was {then[0]}, is {now[0]}";

    private static string Short(string commit) => commit.Length > 7 ? commit[..7] : commit;
}
