using Slipway.Core.Reports;
using Slipway.Core.Tests.Validation.Live;
using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Reports;

public class IsolationJsonTests
{
    [Fact]
    public void What_was_asked_is_listed_with_the_findings()
    {
        var facts = LiveExample.Facts();
        facts = facts with { Environments = [facts.Environments[0] with { Containers = [] }, facts.Environments[1]] };

        Assert.Equal(
            """
            {
              "findings": [],
              "errors": 0,
              "warnings": 0,
              "declared": [],
              "accepted": [],
              "probes": 1,
              "environments": [
                {
                  "name": "dev",
                  "networks": [
                    "edge_net",
                    "shop-dev_default"
                  ],
                  "names": [],
                  "addresses": [],
                  "shared": [
                    "edge_net/edge-caddy"
                  ]
                }
              ],
              "notRunning": [
                "prod"
              ]
            }

            """,
            IsolationJson.Of(LiveCheck.Judge(facts, [facts.Probe("dev")], DateTimeOffset.UnixEpoch)));
    }
}
