using System.Text.Json.Nodes;
using Slipway.Build.Tests.Workflows;
using Slipway.Core.Reports;
using Slipway.Core.Validation;

namespace Slipway.Build.Tests.Sarif;

public sealed class SarifSchemaTests
{
    private static readonly string Folder = Path.Combine(Paths.Root, "tests", "Slipway.Build.Tests", "Sarif");

    [ToolFact("node", "npm")]
    public async Task What_is_written_is_valid_by_the_schema()
    {
        var (exitCode, output) = await ValidateAsync(Text());

        Assert.True(exitCode == 0, output);
    }

    [ToolFact("node", "npm")]
    public async Task The_schema_does_find_what_is_wrong()
    {
        var log = JsonNode.Parse(Text())!;
        var result = log["runs"]![0]!["results"]![0]!;
        result["level"] = "fatal";
        result["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"] = "a b%.yml";
        log["runs"]![0]!["tool"]!["driver"]!.AsObject().Remove("name");

        var (exitCode, output) = await ValidateAsync(log.ToJsonString());

        Assert.Equal(1, exitCode);
        Assert.Equal(
            """
            .runs[0].tool.driver should have required property 'name' {"missingProperty":"name"}
            .runs[0].results[0].level should be equal to one of the allowed values {"allowedValues":["none","note","warning","error"]}
            .runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri should match format "uri-reference" {"format":"uri-reference"}

            """,
            output);
    }

    /// <summary>Every rule that there is, and findings with all that the format has for them.</summary>
    private static string Text()
    {
        var finding = new Finding
        {
            Rule = RuleBook.Rules[0].Id,
            Severity = Severity.Error,
            Message = "it is wrong",
            Fix = "repair it:\n${KEY}",
            Place = new SourcePosition("../../caddy/my sites/[x],100%é.yml", 7, "services/api/ports[0]"),
            Environments = [Named.Dev],
        };
        var verdict = new Verdict
        {
            Findings =
            [
                finding,
                finding with { Severity = Severity.Warning, Place = SourcePosition.Host },
                finding with { Severity = Severity.Info, Place = new SourcePosition("/etc/shop.env", 0, "") },
                finding with { Rule = "none/such" },
            ],
            Declared = [new AllowedFinding(finding, "both need it")],
            Accepted = [new AllowedFinding(finding, "it goes away soon", new DateOnly(2026, 12, 31))],
        };
        return Slipway.Core.Reports.Sarif.Of(verdict, RuleBook.Rules, new SourceTree("compose/shop", "stack.yaml"), withAllowed: true, "1.2.3");
    }

    private static async Task<(int ExitCode, string Output)> ValidateAsync(string text)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-").FullName;
        try
        {
            var file = Path.Combine(folder, "findings.sarif");
            await File.WriteAllTextAsync(file, text);
            return await Tool.RunAsync("node", Folder, "validate.cjs", await NodePackages.InstallAsync(Folder), file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
