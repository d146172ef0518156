using System.Collections.Immutable;
using Slipway.Core.Problems;

namespace Slipway.Core.Environments;

/// <summary>Holds an env file against its template.</summary>
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
            .. env.Entries.Where(entry => Placeholder.Is(env.Text[entry.Written]))
                .Select(entry => new Problem(envName, entry.Line, entry.Name, "the value is still a placeholder", $"a real value; {templateName} explains it")),
            .. env.Entries.Where(entry => entry.Value.Length == 0 && MustBeFilled(template, entry.Name))
                .Select(entry => new Problem(envName, entry.Line, entry.Name, "the value is empty", $"a real value; {templateName} explains it")),
            .. template.Entries.Where(entry => !env.Values.ContainsKey(entry.Name))
                .Select(entry => new Problem(envName, 0, entry.Name, "the key is missing", $"it as on line {entry.Line} of {templateName}; InitEnv adds it")),
        ];
    }

    private static bool MustBeFilled(EnvFile template, string name) =>
        template.Entries.FirstOrDefault(entry => entry.Name == name) is { } entry && Placeholder.Is(template.Text[entry.Written]);
}
