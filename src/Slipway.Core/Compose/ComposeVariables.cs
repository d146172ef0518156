using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Environments;

namespace Slipway.Core.Compose;

/// <summary>
/// The variables that secrets and configs of a model take their content from. Compose leaves them as names and reads their values at
/// every start; a model carries them, so that a release is started with those that it was made with.
/// </summary>
public static class ComposeVariables
{
    /// <summary>The key of a model under which the values stand.</summary>
    public const string Key = "x-slipway-variables";

    /// <summary>The file beside a Compose file that Compose reads by itself.</summary>
    public const string FileName = ".env";

    private static readonly ImmutableArray<string> Sections = ["secrets", "configs"];

    /// <summary>Every secret and config that comes from a variable, with the variable's name.</summary>
    internal static IEnumerable<(string Section, string Name, string Variable)> Of(JsonObject root) =>
        from section in Sections
        from definition in ComposeSections.Section(root, section)
        let variable = VariableOf(definition.Value)
        where variable is not null
        select (section, definition.Key, variable);

    /// <summary>Those of them that a service or a build uses and that have no value.</summary>
    internal static IEnumerable<(string Section, string Name, string Variable)> Lacking(JsonObject root) =>
        from one in Of(root)
        where root[Key]?[one.Variable] is null
        where ComposeSections.Section(root, "services").Any(service =>
            new[] { service.Value?[one.Section], service.Value?["build"]?[one.Section] }
                .SelectMany(uses => uses as JsonArray ?? [])
                .Any(use => (string?)use?["source"] == one.Name)
        )
        select one;

    /// <summary>The name of the variable that a definition takes its content from; null where it comes from elsewhere.</summary>
    internal static string? VariableOf(JsonNode? definition) => (string?)(definition as JsonObject)?["environment"];

    /// <summary>Gives a model the values of the variables that it names, as far as there are any.</summary>
    internal static void Add(JsonObject root, IReadOnlyDictionary<string, string> values)
    {
        var used = new JsonObject();
        foreach (var (_, _, variable) in Of(root))
        {
            // Compose fills references in everywhere, in extensions too.
            if (values.TryGetValue(variable, out var value)) used[variable] = value.Replace("$", "$$", StringComparison.Ordinal);
        }

        if (used.Count > 0) root[Key] = used;
    }

    /// <summary>What the file beside a Compose file has to hold; null where the Compose file needs none. It holds secrets.</summary>
    public static string? EnvTextOf(string compose) =>
        JsonNode.Parse(compose)?[Key] is JsonObject values
            ? EnvText.Of(values.Select(pair =>
                KeyValuePair.Create(pair.Key, ((string?)pair.Value ?? "").Replace("$$", "$", StringComparison.Ordinal))
            ))
            : null;
}
