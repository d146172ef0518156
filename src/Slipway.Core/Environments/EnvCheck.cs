using System.Collections.Immutable;
using Slipway.Core.Problems;

namespace Slipway.Core.Environments;

/// <summary>Checks an env file against its template.</summary>
public static class EnvCheck
{
    /// <summary>
    /// What keeps the env file from being used: its own mistakes and the template's, keys that it lacks, and values that nobody
    /// filled in. No problem repeats a value.
    /// </summary>
    public static ImmutableArray<Problem> Check(string templateText, string envText, string templateName, string envName)
    {
        var template = EnvFile.Parse(templateText, templateName);
        var env = EnvFile.Parse(envText, envName);
        return
        [
            .. template.Problems,
            .. env.Problems,
            .. Placeholders(env)
                .Select(entry => new Problem(
                    envName,
                    entry.Line,
                    entry.Name,
                    "the value is still a placeholder",
                    $"a real value; {templateName} explains it"
                )),
            .. Empty(template, env)
                .Select(pair => new Problem(
                    envName,
                    pair.Entry.Line,
                    pair.Entry.Name,
                    "the value is empty",
                    $"a real value; {templateName} explains it"
                )),
            .. Lacking(template, env)
                .Select(entry => new Problem(
                    envName,
                    0,
                    entry.Name,
                    "the key is missing",
                    $"it as on line {entry.Line} of {templateName}; InitEnv adds it"
                )),
        ];
    }

    /// <summary>The entries that are still as the template has them.</summary>
    internal static IEnumerable<EnvEntry> Placeholders(EnvFile env) => env.Entries.Where(entry => Placeholder.Is(env.Text[entry.Written]));

    /// <summary>The template's entries that the env file lacks.</summary>
    internal static IEnumerable<EnvEntry> Lacking(EnvFile template, EnvFile env) =>
        template.Entries.Where(entry => !env.Values.ContainsKey(entry.Name));

    /// <summary>The empty entries that have to be filled in, each with the template's that says so.</summary>
    internal static IEnumerable<(EnvEntry Entry, EnvEntry Explained)> Empty(EnvFile template, EnvFile env)
    {
        var asked = Placeholders(template).ToLookup(entry => entry.Name, StringComparer.Ordinal);
        return env
            .Entries.Where(entry => entry.Value.Length == 0 && asked.Contains(entry.Name))
            .Select(entry => (entry, asked[entry.Name].Last()));
    }
}
