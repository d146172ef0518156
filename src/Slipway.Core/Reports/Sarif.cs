using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Core.Validation;

namespace Slipway.Core.Reports;

/// <summary>
/// What checking a stack against the rules gave, as SARIF 2.1.0 with the members that GitHub's code scanning asks for:
/// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.
/// </summary>
public static class Sarif
{
    /// <summary>The text of the file.</summary>
    /// <param name="verdict">What was found.</param>
    /// <param name="rules">The rules that were checked against the stack.</param>
    /// <param name="tree">Where the stack lies in its repository.</param>
    /// <param name="withAllowed">
    /// Whether what the definition declares and accepts comes too, as suppressed. Code scanning does not read that, and shows an open
    /// alert for each (github/codeql-action#1230): leave it out of what is uploaded there.
    /// </param>
    /// <param name="version">Slipway's version; null where it is not known.</param>
    public static string Of(Verdict verdict, IEnumerable<Rule> rules, SourceTree tree, bool withAllowed, string? version = null)
    {
        var known = rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).ToImmutableArray();
        var driver = new JsonObject { ["name"] = "Slipway" };
        if (version is not null)
            driver["version"] = version;
        driver["rules"] = new JsonArray([.. known.Select(Descriptor)]);

        var counted = verdict.Findings.Select(finding => (Finding: finding, Allowed: (AllowedFinding?)null));
        var allowed = withAllowed ? verdict.Declared.Concat(verdict.Accepted) : [];
        var results = new JsonArray();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (finding, suppression) in counted.Concat(allowed.Select(entry => (entry.Finding, (AllowedFinding?)entry))))
        {
            var (file, line) = tree.Find(finding.Place);
            var identity = Identity(finding, file);
            seen[identity] = seen.GetValueOrDefault(identity) + 1;
            results.Add(
                (JsonNode)Result(
                    finding,
                    IndexOf(known, finding.Rule),
                    tree.Say(finding),
                    file,
                    line,
                    $"{identity}:{seen[identity]}",
                    suppression
                )
            );
        }

        return JsonText.Of(
            new JsonObject
            {
                ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
                ["version"] = "2.1.0",
                ["runs"] = new JsonArray(
                    new JsonObject
                    {
                        ["tool"] = new JsonObject { ["driver"] = driver },
                        ["results"] = results,
                    }
                ),
            }
        );
    }

    private static JsonObject Descriptor(Rule rule)
    {
        const string Fixing = "Each finding says how it is put right. One that is meant is accepted in stack.yaml:";
        var accepting = $"accepted:\n  - rule: {rule.Id}\n    at: <the file, or the place in it>\n    reason: <why>";
        return new JsonObject
        {
            ["id"] = rule.Id,
            ["shortDescription"] = Text(rule.Id.Replace("/", ": ", StringComparison.Ordinal).Replace('-', ' ')),
            ["fullDescription"] = Text(rule.Reason),
            ["help"] = new JsonObject
            {
                ["text"] = $"{rule.Reason}\n\n{Fixing}\n\n{accepting}",
                ["markdown"] = $"{rule.Reason}\n\n{Fixing}\n\n```yaml\n{accepting}\n```",
            },
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.Severity) },
            ["properties"] = new JsonObject { ["tags"] = new JsonArray(rule.Id.Split('/')[0]) },
        };
    }

    private static JsonObject Result(
        Finding finding,
        int? ruleIndex,
        string message,
        string file,
        int line,
        string identity,
        AllowedFinding? suppression
    )
    {
        var result = new JsonObject { ["ruleId"] = finding.Rule };
        if (ruleIndex is { } index)
            result["ruleIndex"] = index;
        result["level"] = Level(finding.Severity);
        result["message"] = Text(message);
        result["locations"] = new JsonArray(
            new JsonObject
            {
                ["physicalLocation"] = new JsonObject
                {
                    ["artifactLocation"] = new JsonObject
                    {
                        ["uri"] = string.Join('/', file.Split('/').Select(Uri.EscapeDataString)),
                        ["uriBaseId"] = "%SRCROOT%",
                    },
                    ["region"] = new JsonObject { ["startLine"] = line },
                },
            }
        );
        // Code scanning tells alerts apart by the first alone; its own would be made of the line's text, which an env file outside git does
        // not have.
        result["partialFingerprints"] = new JsonObject { ["primaryLocationLineHash"] = identity, ["slipwayFinding/v1"] = identity };
        if (suppression is not null)
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "external", ["justification"] = suppression.Reason });
        return result;
    }

    // Neither the line, which moves with every edit above it, nor the message, which may tell figures of the host.
    private static string Identity(Finding finding, string file) =>
        CanonicalJson.Fingerprint(new JsonArray(finding.Rule, file, finding.Place.Path, string.Join(' ', finding.Environments)))[..16];

    private static int? IndexOf(ImmutableArray<Rule> rules, string id)
    {
        for (var index = 0; index < rules.Length; index++)
        {
            if (rules[index].Id == id)
                return index;
        }

        return null;
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };

    private static string Level(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
}
