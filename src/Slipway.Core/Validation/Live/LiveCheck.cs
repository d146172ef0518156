using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Stack;
using Slipway.Core.Text;
using Slipway.Core.Validation.Rules.Isolation;

namespace Slipway.Core.Validation.Live;

/// <summary>Judges what probes found out: what of another environment was reached, and what of the shared was not.</summary>
public static class LiveCheck
{
    /// <summary>The reason for what lies in the nature of the edge.</summary>
    public const string EdgeReason = "the edge reaches every environment over it";

    /// <summary>The verdict.</summary>
    /// <param name="facts">What runs.</param>
    /// <param name="probes">What was asked and answered, by each environment that runs.</param>
    /// <param name="now">The present moment.</param>
    public static LiveVerdict Judge(LiveFacts facts, ImmutableArray<(ReachList List, ReachAnswers Answers)> probes, DateTimeOffset now)
    {
        var reached = probes.SelectMany(probe => Reached(facts, probe.List, probe.Answers)).ToImmutableArray();
        var missed = probes.SelectMany(probe => Missed(probe.List, probe.Answers));
        var verdict = Verdict.Of(
            facts.Definition,
            now,
            reached.Where(reach => !reach.IsInherent).Select(reach => reach.Finding).Concat(missed)
        );
        return new LiveVerdict(
            verdict with
            {
                Declared =
                [
                    .. verdict.Declared,
                    .. reached.Where(reach => reach.IsInherent).Select(reach => new AllowedFinding(reach.Finding, EdgeReason)),
                ],
            },
            [.. probes.Select(probe => probe.List)],
            [.. facts.Environments.Where(environment => environment.Containers.IsEmpty).Select(environment => environment.Name)]);
    }

    private static IEnumerable<(Finding Finding, bool IsInherent)> Reached(LiveFacts facts, ReachList list, ReachAnswers answers)
    {
        var own = facts.Environments.First(environment => environment.Name == list.Environment);
        foreach (var other in facts.Environments.Where(environment => environment.Name != own.Name))
        {
            foreach (var container in other.Containers)
            {
                foreach (var network in container.Networks)
                {
                    var names = answers
                        .Addresses.Where(answer => answer.Value.Any(network.Addresses.Contains))
                        .Select(answer => Bare(answer.Key, network))
                        .ToImmutableSortedSet(StringComparer.Ordinal);
                    var open = answers.Open.Where(endpoint => network.Addresses.Contains(endpoint.Host)).ToImmutableHashSet();
                    foreach (var reach in Reached(facts.Definition, own, other, container, network, names, open)) yield return reach;
                }
            }
        }
    }

    private static IEnumerable<(Finding Finding, bool IsInherent)> Reached(
        StackDefinition stack,
        LiveEnvironment own,
        LiveEnvironment other,
        ObservedContainer container,
        ContainerNetwork network,
        ImmutableSortedSet<string> names,
        ImmutableHashSet<Endpoint> open
    )
    {
        // What is declared by its address is one port, and the name that it is declared by.
        foreach (var declared in stack.Isolation.Shared.Where(declaration => declaration.Thing.Kind == SharedKind.Address))
        {
            if (
                !Endpoint.TryParse(declared.Thing.Name, out var address)
                || !(network.Names.Contains(address.Host) || network.Addresses.Contains(address.Host))
            )
                continue;
            var covered = open.Where(endpoint => endpoint.Port == address.Port).ToImmutableHashSet();
            var named = names.Where(name => name == address.Host).ToImmutableSortedSet(StringComparer.Ordinal);
            if (covered.IsEmpty && named.IsEmpty) continue;
            yield return (Found(own, other, container, network, named, covered, "") with { Shared = declared.Thing }, false);
            (names, open) = (names.Except(named), open.Except(covered));
        }

        if (names.IsEmpty && open.IsEmpty) yield break;
        var shared = new SharedThing(SharedKind.Network, network.Name);
        if (own.Containers.All(candidate => candidate.On(network.Name) is null))
        {
            var fix = $"nothing of {own.Name} is on {network.Name}, so the engine should keep them apart: look for rules of the host's "
                + "firewall that let bridges talk to each other (iptables -S DOCKER-USER)";
            yield return (Found(own, other, container, network, names, open, fix), false);
            yield break;
        }

        var isEdge = network.Name == stack.Edge.Network && stack.Isolation.Find(shared) is null;
        var ambiguous = isEdge ? names.Intersect(own.Names) : names;
        if (isEdge && ambiguous.IsEmpty)
        {
            yield return (Found(own, other, container, network, names, open, "") with { Shared = shared }, true);
            yield break;
        }

        var remedy = Remedy(own, other, container, network, isEdge);
        yield return (Found(own, other, container, network, ambiguous, open, remedy) with { Shared = shared }, false);
    }

    private static string Remedy(
        LiveEnvironment own,
        LiveEnvironment other,
        ObservedContainer container,
        ContainerNetwork network,
        bool isEdge
    ) =>
        (
            isEdge
                ? $"give {container.Service} names on {network.Name} that {own.Name} does not have; or, where no service calls "
                    + $"another by such a name ({other.Definition.Compose.Project}-{container.Service} carries the environment), "
                    + "declare it in stack.yaml:\n"
                : $"take {container.Service} of {other.Name}, or what is on it of {own.Name}, off {network.Name}; or, where both "
                    + "have to be on it, declare it in stack.yaml:\n"
        ) + $"isolation:\n  shared:\n    - network: {network.Name}\n      reason: ...";

    private static IEnumerable<Finding> Missed(ReachList list, ReachAnswers answers) =>
        list
            .Needed.Where(needed => !needed.Endpoints.Any(answers.Open.Contains))
            .Select(needed => new Finding
            {
                Rule = LiveShared.RuleId,
                Severity = Severity.Error,
                Message = needed.Endpoints.IsEmpty
                    ? $"{needed.What} does not run, or is on no network of {list.Environment}: {needed.Name}"
                    : $"{needed.What} does not answer {list.Environment}: {needed.Name} at {string.Join(", ", needed.Endpoints)}",
                Fix =
                    $"see that {needed.Name} runs, listens, and is on a network of {list.Environment}; or, "
                    + "where nothing needs it, take it out of stack.yaml",
                Place = new SourcePosition("", 0, needed.Name),
                Environments = [list.Environment],
            });

    private static Finding Found(
        LiveEnvironment own,
        LiveEnvironment other,
        ObservedContainer container,
        ContainerNetwork network,
        ImmutableSortedSet<string> names,
        ImmutableHashSet<Endpoint> open,
        string fix
    )
    {
        var evidence = new[]
        {
            names.IsEmpty
                ? null
                : $"{string.Join(", ", names.Select(name => $"'{name}'"))} {Count.Noun(names.Count, "leads", "lead")} to it",
            open.IsEmpty ? null : $"it answers at {string.Join(", ", Ordered(open))}",
        };
        return new Finding
        {
            Rule = LiveReach.RuleId,
            Severity = Severity.Error,
            Message =
                $"{own.Name} reaches {container.Name} of {other.Name} on network {network.Name}: "
                + $"{string.Join(", and ", evidence.OfType<string>())}",
            Fix = fix,
            Place = new SourcePosition("", 0, $"{network.Name}/{container.Name}"),
            Environments = [own.Name, other.Name],
        };
    }

    private static IEnumerable<Endpoint> Ordered(IEnumerable<Endpoint> endpoints) =>
        endpoints.OrderBy(endpoint => endpoint.Host, StringComparer.Ordinal).ThenBy(endpoint => endpoint.Port);

    private static string Bare(string asked, ContainerNetwork network) =>
        asked.EndsWith("." + network.Name, StringComparison.Ordinal) && !network.Names.Contains(asked)
            ? asked[..^(network.Name.Length + 1)]
            : asked;
}
