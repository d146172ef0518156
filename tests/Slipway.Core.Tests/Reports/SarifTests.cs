using System.Text.Json.Nodes;
using Slipway.Core.Reports;
using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Reports;

public sealed class SarifTests
{
    [Fact]
    public void A_finding_has_all_that_code_scanning_asks_for() =>
        Assert.Equal(
            """
            {
              "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
              "version": "2.1.0",
              "runs": [
                {
                  "tool": {
                    "driver": {
                      "name": "Slipway",
                      "version": "1.2.3",
                      "rules": [
                        {
                          "id": "isolation/shared-alias",
                          "shortDescription": {
                            "text": "isolation: shared alias"
                          },
                          "fullDescription": {
                            "text": "A request may reach the other environment."
                          },
                          "help": {
                            "text": "A request may reach the other environment.\n\nEach finding says how it is put right. One that is meant is accepted in stack.yaml:\n\naccepted:\n  - rule: isolation/shared-alias\n    at: \u003Cthe file, or the place in it\u003E\n    reason: \u003Cwhy\u003E",
                            "markdown": "A request may reach the other environment.\n\nEach finding says how it is put right. One that is meant is accepted in stack.yaml:\n\n\u0060\u0060\u0060yaml\naccepted:\n  - rule: isolation/shared-alias\n    at: \u003Cthe file, or the place in it\u003E\n    reason: \u003Cwhy\u003E\n\u0060\u0060\u0060"
                          },
                          "defaultConfiguration": {
                            "level": "error"
                          },
                          "properties": {
                            "tags": [
                              "isolation"
                            ]
                          }
                        },
                        {
                          "id": "secrets/open-port",
                          "shortDescription": {
                            "text": "secrets: open port"
                          },
                          "fullDescription": {
                            "text": "Everybody can try passwords."
                          },
                          "help": {
                            "text": "Everybody can try passwords.\n\nEach finding says how it is put right. One that is meant is accepted in stack.yaml:\n\naccepted:\n  - rule: secrets/open-port\n    at: \u003Cthe file, or the place in it\u003E\n    reason: \u003Cwhy\u003E",
                            "markdown": "Everybody can try passwords.\n\nEach finding says how it is put right. One that is meant is accepted in stack.yaml:\n\n\u0060\u0060\u0060yaml\naccepted:\n  - rule: secrets/open-port\n    at: \u003Cthe file, or the place in it\u003E\n    reason: \u003Cwhy\u003E\n\u0060\u0060\u0060"
                          },
                          "defaultConfiguration": {
                            "level": "error"
                          },
                          "properties": {
                            "tags": [
                              "secrets"
                            ]
                          }
                        }
                      ]
                    }
                  },
                  "results": [
                    {
                      "ruleId": "secrets/open-port",
                      "ruleIndex": 1,
                      "level": "error",
                      "message": {
                        "text": "db of prod is published on all interfaces\n\nFix: 127.0.0.1:5432:5432"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "caddy/my%20sites%2C100%25.yml",
                              "uriBaseId": "%SRCROOT%"
                            },
                            "region": {
                              "startLine": 7
                            }
                          }
                        }
                      ],
                      "partialFingerprints": {
                        "primaryLocationLineHash": "c3e78c9be38ed758:1",
                        "slipwayFinding/v1": "c3e78c9be38ed758:1"
                      }
                    }
                  ]
                }
              ]
            }

            """,
            Sarif.Of(new Verdict { Findings = [Verdicts.Port] }, [Verdicts.Rules[0], Verdicts.Rules[1]], Verdicts.Tree, withAllowed: false, "1.2.3"));

    [Fact]
    public void Each_severity_has_its_level_and_each_finding_a_place_in_the_repository() =>
        Assert.Equal(
            [
                "error isolation/shared-alias [1] compose/shop/docker-compose.dev.yml:12",
                "error secrets/open-port [2] caddy/my%20sites%2C100%25.yml:7",
                "warning host/dns [0] compose/shop/stack.yaml:1",
                "warning host/dns [0] compose/shop/stack.yaml:1",
                "note host/dns [0] compose/shop/stack.yaml:1",
            ],
            Results(Verdicts.Everything).Select(result =>
            {
                var location = result["locations"]![0]!["physicalLocation"]!;
                return $"{result["level"]} {result["ruleId"]} [{result["ruleIndex"]}] {location["artifactLocation"]!["uri"]}:{location["region"]!["startLine"]}";
            }));

    [Fact]
    public void What_is_wrong_outside_of_the_repository_is_named_in_the_message() =>
        Assert.Equal(
            "/etc/shop.env:3 DOMAIN: shop.example.com does not lead to this host\n\nFix: point it at 192.0.2.7",
            (string?)Results(Verdicts.Everything)[3]["message"]!["text"]);

    [Fact]
    public void What_is_allowed_comes_as_suppressed_where_that_is_asked_for()
    {
        var results = Results(Verdicts.Everything, withAllowed: true);

        Assert.Equal(
            [
                null,
                null,
                null,
                null,
                null,
                """[{"kind":"external","justification":"one edge serves both"}]""",
                """[{"kind":"external","justification":"one edge serves both"}]""",
                """[{"kind":"external","justification":"one account"}]""",
                """[{"kind":"external","justification":"the firewall closes it"}]""",
                """[{"kind":"external","justification":"it moves soon"}]""",
            ],
            results.Select(result => result["suppressions"]?.ToJsonString()));
    }

    [Fact]
    public void A_finding_is_the_same_one_after_its_line_and_its_figures_change() =>
        Assert.Equal(
            Fingerprint(Verdicts.Port),
            Fingerprint(Verdicts.Port with { Place = Verdicts.Port.Place with { Line = 70 }, Message = "db of prod is published on 2 interfaces" }));

    [Fact]
    public void Findings_of_another_rule_place_or_environment_are_others()
    {
        Finding[] all =
        [
            Verdicts.Port,
            Verdicts.Port with { Rule = "secrets/other" },
            Verdicts.Port with { Place = Verdicts.Port.Place with { File = "other.yml" } },
            Verdicts.Port with { Place = Verdicts.Port.Place with { Path = "services/db/ports[1]" } },
            Verdicts.Port with { Environments = [Named.Dev] },
        ];

        Assert.Equal(all.Length, all.Select(Fingerprint).Distinct().Count());
    }

    [Fact]
    public void Two_findings_of_one_rule_at_one_place_are_two()
    {
        var fingerprints = Results(new Verdict { Findings = [Verdicts.Port, Verdicts.Port with { Message = "another" }] })
            .Select(result => (string)result["partialFingerprints"]!["primaryLocationLineHash"]!).ToArray();

        Assert.Equal([fingerprints[0], fingerprints[0].Replace(":1", ":2", StringComparison.Ordinal)], fingerprints);
        Assert.EndsWith(":1", fingerprints[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_of_no_listed_rule_has_no_index() =>
        Assert.False(Assert.Single(Results(new Verdict { Findings = [Verdicts.Port with { Rule = "secrets/other" }] })).ContainsKey("ruleIndex"));

    private static string? Fingerprint(Finding finding) =>
        (string?)Assert.Single(Results(new Verdict { Findings = [finding] }))["partialFingerprints"]!["slipwayFinding/v1"];

    private static JsonObject[] Results(Verdict verdict, bool withAllowed = false) =>
        [.. JsonNode.Parse(Sarif.Of(verdict, Verdicts.Rules, Verdicts.Tree, withAllowed))!["runs"]![0]!["results"]!.AsArray().Select(result => result!.AsObject())];
}
