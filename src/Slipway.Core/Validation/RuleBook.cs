using System.Collections.Immutable;

namespace Slipway.Core.Validation;

/// <summary>All rules. A class that derives from <see cref="Rule"/> is one; nothing else has to name it.</summary>
public static class RuleBook
{
    /// <summary>The rules in the order of their ids.</summary>
    public static ImmutableArray<Rule> Rules { get; } =
    [
        .. typeof(Rule).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract)
            .Select(type => (Rule)Activator.CreateInstance(type)!)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>Checks the facts against every rule, and the breaches against what the definition declares and accepts.</summary>
    public static Verdict Check(StackFacts facts) => Verdict.Of(facts, Rules.SelectMany(rule => rule.Check(facts)));
}
