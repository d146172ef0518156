using System.Text.RegularExpressions;
using Slipway.Core.Environments;
using Slipway.Core.Secrets;

namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>Compose files refer to secrets and hold none.</summary>
public sealed partial class LiteralInCompose : Rule
{
    /// <inheritdoc />
    public override string Id => "secrets/literal-in-compose";

    /// <inheritdoc />
    public override string Reason =>
        "Compose files are in git and common to both environments, so a secret in one is in every clone, "
        + "and the same in production and in development.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from project in facts.Projects
        from service in project.Sources.Services
        from section in (string[][])[["environment"], ["build", "args"]]
        from setting in project.Sources.Settings(["services", service, .. section])
        where IsSecret(setting.Key, setting.Text)
        group (setting.Place, Project: project, Service: service) by (setting.Place.File, setting.Place.Line, setting.Key) into same
        select Found(
            same.First().Place,
            $"{string.Join(", ", same.Select(use => use.Service).Distinct())} has the secret {same.Key.Key} written out",
            $"{same.Key.Key}: ${{{same.Key.Key}}}\n# The value, "
            + $"a new one, goes into {string.Join(" and ", same.Select(use => use.Project.Env.File.FileName).Distinct())}.",
            facts.EnvironmentsOf(same.Select(use => use.Project)));

    private static bool IsSecret(string key, string text) =>
        (Literal(text) is { } literal && SecretValue.Is(key, literal)) || Credentials().IsMatch(EnvExpansion.Expand(text, _ => "").Text);

    // A text without references, or the default of a reference. Where a text is put together, the secret is in what it refers to.
    private static string? Literal(string text)
    {
        var refers = false;
        var literal = EnvExpansion.Expand(text, _ =>
        {
            refers = true;
            return null;
        }).Text;
        return !refers ? literal : Default().Match(text) is { Success: true } match ? Literal(match.Groups["default"].Value) : null;
    }

    // postgres://user:password@host
    [GeneratedRegex(@"://[^/@:\s]*:[^/@\s]+@", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"\A\$\{[A-Za-z_][A-Za-z0-9_]*:?-(?<default>.*)\}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Default();
}
