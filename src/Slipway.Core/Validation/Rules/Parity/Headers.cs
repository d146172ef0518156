using System.Collections.Immutable;
using Slipway.Core.Edge;

namespace Slipway.Core.Validation.Rules.Parity;

/// <summary>Security headers that are set, and headers that are taken away, otherwise than on production's sites.</summary>
public sealed class Headers : Rule
{
    private static readonly ImmutableHashSet<string> Security = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Strict-Transport-Security",
        "Content-Security-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "X-XSS-Protection",
        "Referrer-Policy",
        "Permissions-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Embedder-Policy",
        "Cross-Origin-Resource-Policy");

    /// <inheritdoc />
    public override string Id => "parity/headers";

    /// <inheritdoc />
    public override string Reason =>
        "A header that only production has breaks a page in production first, and one that only development has protects nobody.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        facts.Production is { } production ? facts.BesidesProduction.SelectMany(environment => Check(production, environment)) : [];

    private IEnumerable<Finding> Check(EnvironmentFacts production, EnvironmentFacts environment)
    {
        var models = Sites(production).ToLookup(site => site.Role, site => site.Block);
        var pairs = Sites(environment)
            .SelectMany(site => models[site.Role].Take(1).Select(model => (site.Block, Model: model)))
            .Distinct()
            .Select(pair => (pair.Block, Own: Effects(environment, pair.Block), Model: Effects(production, pair.Model)))
            .ToList();

        var missing = pairs
            .Select(pair =>
                (pair.Block, Effects: pair.Model.Where(model => !pair.Own.Any(own => own.IsLike(model))).Distinct().ToImmutableArray())
            )
            .Where(pair => !pair.Effects.IsEmpty)
            .GroupBy(pair => string.Join('\n', pair.Effects.Select(effect => effect.Directive)));
        foreach (var found in missing)
        {
            var lacks = found.First().Effects.GroupBy(effect => effect.Kind)
                .Select(effects => "does not " + Verb("", effects.Key, Listed(effects.Select(effect => effect.Field))));
            yield return Found(
                found.First().Block.Place,
                $"{Listed(found.SelectMany(pair => pair.Block.Addresses))} of {environment.Name} {Listed(lacks)}, "
                + $"as {production.Name} does",
                found.Key,
                environment.Name);
        }

        var other = pairs
            .SelectMany(pair =>
                pair.Own.Select(own =>
                    (pair.Block, Own: own, Models: pair.Model.Where(model => model.IsLike(own) || own.IsLike(model)).ToImmutableArray())
                )
            )
            .Where(effect => !effect.Models.Any(model => model.Value == effect.Own.Value))
            .GroupBy(effect => (effect.Own.File, effect.Own.Line, effect.Own.Directive));
        foreach (var found in other)
        {
            var (block, own, model) = (found.First().Block, found.First().Own, found.First().Models.FirstOrDefault());
            yield return Found(
                new SourcePosition(own.File, own.Line, block.Place.Path),
                model is null
                    ? $"{Listed(found.SelectMany(effect => effect.Block.Addresses))} of {environment.Name} "
                        + $"{Verb("s", own.Kind, own.Field)}, and {production.Name} does not"
                    : $"{Listed(found.SelectMany(effect => effect.Block.Addresses))} of {environment.Name} "
                        + $"{Verb("s", own.Kind, own.Field)} to \"{own.Value}\", and {production.Name} to \"{model.Value}\"",
                model is null
                    ? $"the same in {Listed(models.SelectMany(site => site).Select(site => site.Written.File))}: {own.Directive}"
                    : model.Directive,
                environment.Name
            );
        }
    }

    // A site is known by what is routed to there, since each environment has domains of its own.
    private static IEnumerable<(string Role, SiteBlock Block)> Sites(EnvironmentFacts environment) =>
        from block in environment.SiteBlocks
        from address in block.Addresses
        let isPlain = address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        let host = address[(address.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..].Split('/', ':')[0]
        let routed = environment
            .Definition.Routes.Where(route => route.Domain.Equals(host, StringComparison.OrdinalIgnoreCase))
            .SelectMany(route => route.Services)
        select ($"{(isPlain ? "http" : "https")} {(routed.Any() ? string.Join(',', routed) : host)}", block);

    private static ImmutableArray<Effect> Effects(EnvironmentFacts environment, SiteBlock block)
    {
        // The developers' password is for the edge, so that there it has to be taken away.
        var hasPasswords = block.AsksForPassword(environment.Definition.Access?.Open ?? []);
        var domains = environment
            .Definition.Routes.Select(route => route.Domain)
            .Where(domain => domain.Length > 0)
            .Distinct()
            .OrderByDescending(domain => domain.Length)
            .ToImmutableArray();
        return
        [
            .. In(block.Written.Directives, [])
                .Where(found =>
                    found.Kind == Kind.Set
                        ? Security.Contains(found.Change.Field)
                        : !found.Change.Field.Equals("X-Robots-Tag", StringComparison.OrdinalIgnoreCase)
                )
                .Where(found =>
                    !(
                        found.Kind == Kind.StrippedFromRequests
                        && hasPasswords
                        && found.Change.Field.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
                    )
                )
                .Select(found => new Effect(
                    found.Kind,
                    found.Change.Field,
                    domains.Aggregate(found.Change.Value, (value, domain) =>
                        value.Replace(domain, "<domain>", StringComparison.OrdinalIgnoreCase)
                    ),
                    string.Join('\n', found.Scope),
                    found.Change.File,
                    found.Change.Line)),
        ];
    }

    private static IEnumerable<(Kind Kind, HeaderChange Change, ImmutableArray<string> Scope)> In(
        ImmutableArray<CaddyDirective> directives,
        ImmutableArray<string> scope
    )
    {
        foreach (var directive in directives)
        {
            var inner = directive.Matcher is { } matcher ? scope.Add(matcher) : scope;
            var changes = directive.Name is "header" or "header_down" or "request_header" or "header_up" ? HeaderChange.Of(directive) : [];
            foreach (var change in changes)
            {
                if (directive.Name is "header" or "header_down") yield return (change.Removes ? Kind.Removed : Kind.Set, change, inner);
                else if (change.Removes) yield return (Kind.StrippedFromRequests, change, inner);
            }

            if (directive.Name is not ("handle" or "handle_path" or "route" or "reverse_proxy")) continue;
            foreach (var found in In(directive.Block, inner)) yield return found;
        }
    }

    private static string Verb(string ending, Kind kind, string fields) => kind switch
    {
        Kind.Set => $"set{ending} {fields}",
        Kind.Removed => $"remove{ending} {fields} from answers",
        _ => $"strip{ending} {fields} from requests",
    };

    private enum Kind
    {
        Set,
        Removed,
        StrippedFromRequests,
    }

    private sealed record Effect(Kind Kind, string Field, string Value, string Scope, string File, int Line)
    {
        public string Directive => Kind switch
        {
            Kind.Set => $"header {Field} {(Value.Contains(' ', StringComparison.Ordinal) ? $"\"{Value}\"" : Value)}",
            Kind.Removed => $"header -{Field}",
            _ => $"request_header -{Field}",
        };

        // Whether this is done wherever the other is, with whichever value.
        public bool IsLike(Effect other) => Kind == other.Kind && Field.Equals(other.Field, StringComparison.OrdinalIgnoreCase)
            && (other.Scope == Scope || Scope.Length == 0 || other.Scope.StartsWith(Scope + "\n", StringComparison.Ordinal));
    }
}
