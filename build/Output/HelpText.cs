using System.Collections.Immutable;
using Slipway.Core.Text;

namespace Output;

/// <summary>What Help prints.</summary>
internal static class HelpText
{
    /// <summary>Which target stands under which heading, in the order of their use. A target that is nowhere here stands under the last heading.</summary>
    internal static readonly ImmutableArray<(string Heading, ImmutableArray<string> Targets)> Groups =
    [
        ("Everyday", ["DeployDev", "PromoteProd", "DeployProd", "Rollback", "Resume", "Abort", "Plan", "Status", "Logs", "History", "Up", "Down", "Restart", "Maintenance"]),
        ("Setting up", ["Doctor", "Init", "InitEnv", "Validate", "VerifyIsolation", "CheckOAuth"]),
        ("Data", ["Backup", "Backups", "Restore", "RestoreDrill", "Migrations", "Migrate", "SampleData", "SyncVault"]),
        ("Access", ["AddDeveloper", "RemoveDeveloper"]),
        ("Watching and housekeeping", ["Monitor", "Report", "Prune"]),
        ("Project", ["Release", "BenchTraffic", "BenchValidate", "Test", "Help"]),
        ("Others", []),
    ];

    private static readonly ImmutableArray<(string Form, string Meaning)> ExitCodes =
    [
        ("0", "done, or nothing to do"),
        ("1", "a step failed"),
        ("2", "wrong usage or configuration"),
        ("3", "refused: locked, a stale plan, a gate"),
    ];

    /// <summary>The lines, none longer than the width where the words allow it.</summary>
    /// <param name="targets">Every target of the build.</param>
    /// <param name="options">The options with their form and meaning.</param>
    /// <param name="script">What the operator types in front.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Lines(ImmutableArray<Target> targets, ImmutableArray<(string Name, string Form, string Meaning)> options, string script, int width)
    {
        yield return $"{script} [--setup] --target=<Target> [options]";

        // The default is another name for this list.
        var shown = targets.Where(target => target.Name != nameof(Default)).Select(target => (target.Name, Form: $"{script} --target={target.Name}", Meaning: target.Description)).ToArray();
        var column = shown.Select(target => target.Form).Concat(options.Select(option => option.Form)).Max(form => form.Length);
        foreach (var (heading, names) in Groups)
        {
            var members = heading == "Others"
                ? shown.Where(target => !Groups.Any(group => group.Targets.Contains(target.Name))).ToArray()
                : [.. shown.Where(target => names.Contains(target.Name)).OrderBy(target => names.IndexOf(target.Name))];
            if (members.Length == 0) continue;
            foreach (var line in Section(heading, members.Select(target => (target.Form, target.Meaning)), column, width)) yield return line;
        }

        var setup = ("--setup", "first install what this machine lacks: Docker Engine, Compose, Buildx, the .NET SDK, base images");
        foreach (var line in Section("Options", [setup, .. options.Select(option => (option.Form, option.Meaning))], column, width)) yield return line;
        foreach (var line in Section("Exit codes", ExitCodes, 1, width)) yield return line;
    }

    private static IEnumerable<string> Section(string heading, IEnumerable<(string Form, string Meaning)> rows, int column, int width)
    {
        yield return "";
        yield return heading;
        foreach (var (form, meaning) in rows)
        {
            // Where hardly a word fits beside the first column, the meaning stands below it.
            var beside = width - column - 4 >= 30;
            var indent = beside ? column + 4 : 6;
            var first = beside ? $"  {form.PadRight(column)}  " : new string(' ', indent);
            if (!beside) yield return $"  {form}";
            foreach (var line in WordWrap.Lines(meaning, Math.Max(20, width - indent)))
            {
                yield return (first + line).TrimEnd();
                first = new string(' ', indent);
            }
        }
    }
}
