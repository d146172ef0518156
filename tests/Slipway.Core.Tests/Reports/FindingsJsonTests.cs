using Slipway.Core.Reports;
using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Reports;

public sealed class FindingsJsonTests
{
    [Fact]
    public void Findings_have_the_properties_that_scripts_know() =>
        Assert.Equal(
            """
            {
              "findings": [
                {
                  "rule": "secrets/open-port",
                  "severity": "error",
                  "message": "db of prod is published on all interfaces",
                  "fix": "127.0.0.1:5432:5432",
                  "file": "../../caddy/my sites,100%.yml",
                  "line": 7,
                  "path": "services/db/ports[0]",
                  "environments": [
                    "prod"
                  ]
                },
                {
                  "rule": "host/dns",
                  "severity": "warning",
                  "message": "shop.example.com does not lead to this host",
                  "fix": "point it at 192.0.2.7",
                  "file": null,
                  "line": null,
                  "path": null,
                  "environments": []
                },
                {
                  "rule": "host/dns",
                  "severity": "info",
                  "message": "nobody asked for a health check",
                  "fix": "add one",
                  "file": "shop/stack.yaml",
                  "line": null,
                  "path": null,
                  "environments": []
                }
              ],
              "errors": 1,
              "warnings": 1,
              "declared": [
                {
                  "rule": "secrets/open-port",
                  "severity": "error",
                  "message": "db of prod is published on all interfaces",
                  "fix": "127.0.0.1:5432:5432",
                  "file": "../../caddy/my sites,100%.yml",
                  "line": 7,
                  "path": "services/db/ports[0]",
                  "environments": [
                    "prod"
                  ],
                  "reason": "one edge serves both",
                  "until": null
                }
              ],
              "accepted": [
                {
                  "rule": "host/dns",
                  "severity": "warning",
                  "message": "shop.example.com does not lead to this host",
                  "fix": "point it at 192.0.2.7",
                  "file": null,
                  "line": null,
                  "path": null,
                  "environments": [],
                  "reason": "it moves soon",
                  "until": "2026-12-31"
                }
              ]
            }

            """,
            FindingsJson.Of(new Verdict
            {
                Findings = [Verdicts.Port, Verdicts.Name, Verdicts.Definition],
                Declared = [new AllowedFinding(Verdicts.Port, "one edge serves both")],
                Accepted = [new AllowedFinding(Verdicts.Name, "it moves soon", new DateOnly(2026, 12, 31))],
            }));

    [Fact]
    public void Nothing_is_told_as_empty_lists() =>
        Assert.Equal("""{"findings":[],"errors":0,"warnings":0,"declared":[],"accepted":[]}""", FindingsJson.Node(Verdicts.Clean).ToJsonString());
}
