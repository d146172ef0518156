using System.Text.RegularExpressions;
using Slipway.Core.Compose;
using Slipway.Core.Environments;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Variables that Compose files refer to and nothing sets.</summary>
public sealed class UnsetVariable : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/unset-variable";

    /// <inheritdoc />
    public override string Reason =>
        "Compose fills in nothing for a variable that is not set, and starts a database without its password or an image without its tag.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from project in facts.Projects
        from unset in References(project).Concat(Contents(project))
        where !IsLackingOfTemplate(project, unset.Variable)
        group project by unset into found
        select Found(
            found.Key.Place,
            $"{found.Key.Variable} {found.Key.Use} and is not set in {Listed(found.Select(project => project.Name))}",
            $"{found.Key.Variable}=<value> in {Listed(found.Select(project => project.Env.File.FileName))}{found.Key.Otherwise}",
            facts.EnvironmentsOf(found));

    private static IEnumerable<Unset> References(EnvironmentFacts project) =>
        from variable in project.Compose.Warnings.Select(ComposeWarnings.UnsetVariable).OfType<string>()
        from place in Places(project, variable)
        select new Unset(variable, place, "is referred to", $"; where nothing is meant, ${{{variable}:-}} in the Compose file");

    // Compose says nothing of these, and fails when it starts the service.
    private static IEnumerable<Unset> Contents(EnvironmentFacts project) =>
        from lacking in project.Compose.LackingVariables
        let place = project.PlaceOf(lacking.Section, lacking.Name, "environment")
        select new Unset(lacking.Variable, place, $"is what {lacking.Name} of {lacking.Section} holds", "");

    // Another rule tells of these.
    private static bool IsLackingOfTemplate(EnvironmentFacts project, string variable) =>
        project.Env is { IsMissing: false, Template: { } template }
        && EnvCheck.Lacking(EnvFile.Parse(template, project.Env.TemplateName), project.Env.File).Any(entry => entry.Name == variable);

    private static List<SourcePosition> Places(EnvironmentFacts project, string variable)
    {
        // With an even number of dollar signs before it, none of them is meant as one.
        var reference = new Regex($@"(?<!\$)(?:\$\$)*\$(?:{variable}(?![A-Za-z0-9_])|\{{{variable}\}})", RegexOptions.CultureInvariant);
        var places = project.Sources.Texts()
            .Where(text => reference.IsMatch(text.Text))
            .Select(text => text.Place)
            .DistinctBy(place => (place.File, place.Line))
            .ToList();
        return places.Count > 0 ? places : [new SourcePosition(project.Sources.Files.LastOrDefault("no Compose file"), 0, "")];
    }

    private sealed record Unset(string Variable, SourcePosition Place, string Use, string Otherwise);
}
