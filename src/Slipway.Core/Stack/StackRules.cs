using System.Globalization;
using Slipway.Core.Problems;

namespace Slipway.Core.Stack;

/// <summary>
/// The rules that hold between keys. They look at what is there: a key of the wrong type is reported by <see cref="ShapeCheck"/> alone.
/// </summary>
internal sealed class StackRules(string file, List<Problem> problems)
{
    // The state folder of the edge is a sibling of the stacks' own.
    private const string ReservedStackName = "edge";

    /// <summary>The rule of validation that two environments of one project break.</summary>
    internal const string SameProjectRule = "isolation/same-project";

    private const string SharedEnvFile = "isolation/shared-env-file";

    /// <summary>Checks the file; <paramref name="environments"/> have <c>defaults</c> merged in.</summary>
    public void Check(YamlValue.Map stack, IReadOnlyList<YamlValue.Entry> environments)
    {
        if (stack.Find("stack") is YamlValue.Scalar { Text: ReservedStackName } name)
            Add(name, $"the name '{ReservedStackName}' is reserved for the edge's own state", "another name");

        foreach (var until in stack.Maps("accepted").Select(entry => entry.Find("until")).OfType<YamlValue.Scalar>())
        {
            // The shape knows months of 31 days only.
            if (DateOnly.TryParseExact(until.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) continue;
            Add(until, $"'{YamlReader.Show(until.Text)}' is not a day of the calendar", "a day as YYYY-MM-DD");
        }

        CheckProjects(stack, environments);
        CheckEnvFiles(environments);
        CheckProduction(environments);
        foreach (var (environment, value) in environments)
        {
            if (value is not YamlValue.Map map) continue;
            CheckCreateEnvFile(environment, map);
            if (
                (map.Find("window") as YamlValue.Map)?.Find("timeZone") is YamlValue.Scalar { Text.Length: > 0 } zone
                && !MaintenanceWindow.IsTimeZone(zone.Text)
            )
                Add(
                    zone,
                    $"'{YamlReader.Show(zone.Text)}' is a time zone that this host does not know",
                    "an IANA name, such as Europe/Berlin or UTC; Debian has them in the package tzdata"
                );
            foreach (
                var expect in map.Maps("routes")
                    .Where(route => route.Find("health") is null)
                    .Select(route => route.Find("expect"))
                    .OfType<YamlValue.Map>()
            )
                Add(expect, "an answer is expected, and the route has no 'health' to ask for", "'health' with the path beside it");
            if (map.Find("database") is YamlValue.Map database
                && database.Find("shared") is YamlValue.Scalar { IsTrue: true } shared
                && stack.Find("shared") is null
            )
                Add(
                    shared,
                    "the database is in the shared project, and the file has none",
                    "a 'shared' project at the top of the file, or no 'shared: true' here"
                );
        }
    }

    private void CheckProjects(YamlValue.Map stack, IReadOnlyList<YamlValue.Entry> environments)
    {
        var owners = new[] { stack.Find("edge"), stack.Find("shared") }.Concat(environments.Select(environment => environment.Value));
        CheckUnique(
            owners,
            "project",
            text => text,
            SameProjectRule,
            "project",
            "a project of its own, since Compose tells containers and volumes apart by it"
        );
    }

    private void CheckEnvFiles(IReadOnlyList<YamlValue.Entry> environments) =>
        CheckUnique(
            environments.Select(environment => environment.Value),
            "envFile",
            RelativePath.WithoutDots,
            SharedEnvFile,
            "env file",
            "an env file of its own, since secrets must differ"
        );

    private void CheckUnique(
        IEnumerable<YamlValue?> owners,
        string key,
        Func<string, string> same,
        string rule,
        string what,
        string expected
    )
    {
        var first = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        foreach (var owner in owners.OfType<YamlValue.Map>())
        {
            if (owner.Find(key) is not YamlValue.Scalar { Text.Length: > 0 } value) continue;
            if (!first.TryAdd(same(value.Text), owner))
                problems.Add(
                    new Problem(
                        file,
                        value.Line,
                        value.Path,
                        $"'{YamlReader.Show(value.Text)}' is the {what} of {first[same(value.Text)].Path} too",
                        expected
                    )
                    {
                        Rule = rule,
                    }
                );
        }
    }

    private void CheckProduction(IReadOnlyList<YamlValue.Entry> environments)
    {
        var all = environments
            .Where(entry => entry.Value is YamlValue.Map map && IsProduction(entry.Key, map))
            .Select(entry => (entry.Key, Map: (YamlValue.Map)entry.Value))
            .ToArray();
        if (all.Length < 2) return;
        foreach (var (environment, map) in all.Where(entry => entry.Map.Find("production") is not null))
        {
            var other = all.First(entry => entry.Key != environment).Key;
            Add(
                map.Find("production")!,
                $"{other} is production too",
                other == EnvironmentDefinition.UsualProduction.ToString()
                    ? $"one production: 'production: false' for {other}, which is production by its name, or for this one"
                    : "one production"
            );
        }
    }

    private static bool IsProduction(string environment, YamlValue.Map map) =>
        map.Find("production") is YamlValue.Scalar says ? says.IsTrue : environment == EnvironmentDefinition.UsualProduction.ToString();

    private void CheckCreateEnvFile(string environment, YamlValue.Map map)
    {
        if (map.Find("createEnvFile") is not YamlValue.Scalar { IsTrue: true } create) return;
        if (IsProduction(environment, map))
            Add(
                create,
                "production's env file is never made by a deploy",
                "'createEnvFile: true' for other environments only; InitEnv makes this one"
            );
        foreach (var needed in (string[])["envFile", "envTemplate"])
        {
            if (map.Find(needed) is null)
                Add(create, $"an env file cannot be made without '{needed}'", $"'{needed}' in {map.Path} or in defaults");
        }
    }

    private void Add(YamlValue value, string message, string expected) =>
        problems.Add(new Problem(file, value.Line, value.Path, message, expected));
}
