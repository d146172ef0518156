using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Tests.Releases;

namespace Slipway.Core.Tests.Reports;

public class ResultJsonTests
{
    [Fact]
    public void A_plan_has_the_properties_that_scripts_know() =>
        Assert.Equal(
            """
            {
              "stack": "shop",
              "environment": "dev",
              "intent": "DeployDev",
              "release": "2026-11-20.1",
              "fingerprint": "f00d",
              "changes": true,
              "notes": [
                "\u002B api: added, it is new; image built"
              ],
              "steps": [
                {
                  "id": "create-network",
                  "phase": "Migrate",
                  "title": "Create network caddy_net",
                  "reason": "the edge needs it",
                  "effects": [
                    "docker network create caddy_net"
                  ],
                  "undo": "none: the network stays",
                  "downtimeSeconds": 0
                },
                {
                  "id": "start-services",
                  "phase": "Up",
                  "title": "Start api",
                  "reason": "the release has it",
                  "effects": [
                    "true",
                    "echo \u0027two words\u0027"
                  ],
                  "undo": "stop it",
                  "downtimeSeconds": 4
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            ResultJson.Of(PlanTextTests.Full));

    [Fact]
    public void An_empty_plan_changes_nothing_and_has_no_release() =>
        Assert.Equal(
            """
            {
              "stack": "shop",
              "environment": "prod",
              "intent": "Down",
              "release": null,
              "fingerprint": "f00d",
              "changes": false,
              "notes": [],
              "steps": []
            }

            """.ReplaceLineEndings("\n"),
            ResultJson.Of(new Plan { Stack = "shop", Intent = new Intent(IntentKind.Down, "prod"), Fingerprint = "f00d" }));

    [Fact]
    public void A_history_lists_the_releases_of_all_environments_oldest_first()
    {
        var dev = History.Of(LedgerScript.Entries("Deploy 2026-11-20.1 done", "Deploy 2026-11-20.2 cut-off"));
        var prod = History.Of(LedgerScript.Entries("Promote 2026-11-20.1 done").Select(entry => entry with { AtUtc = entry.AtUtc.AddMinutes(5) }));
        var release = ReleaseId.Parse("2026-11-20.1");
        var manifest = new ReleaseManifest
        {
            Id = release,
            Environment = "prod",
            CreatedUtc = LedgerScript.Start,
            Source = new SourceRevision("0123456789abcdef", true, "fedcba"),
            Fingerprint = "f00d",
            EnvFileFingerprint = "e",
            Services = ImmutableSortedDictionary<string, ReleaseService>.Empty.Add("api", new ReleaseService { Image = "shop-prod-api:2026-11-20.1", ImageId = "sha256:1f", Specification = "s", Since = release }),
            Backup = "2026-11-20T080000Z",
            PromotedFrom = release,
            PromotedFromEnvironment = "dev",
        };

        var json = ResultJson.Of(
        [
            ("dev", dev, ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty),
            ("prod", prod, ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty.Add(release, manifest)),
        ]);

        Assert.Equal(
            """
            {
              "releases": [
                {
                  "id": "2026-11-20.1",
                  "environment": "dev",
                  "commit": null,
                  "dirty": null,
                  "outcome": "live",
                  "startedUtc": "2026-11-20T08:00:00Z",
                  "finishedUtc": "2026-11-20T08:01:00Z",
                  "by": "ada@host",
                  "images": {},
                  "migrations": [
                    "0001 of 2026-11-20.1",
                    "0002"
                  ],
                  "backup": null,
                  "promotedFrom": null
                },
                {
                  "id": "2026-11-20.1",
                  "environment": "prod",
                  "commit": "0123456789abcdef",
                  "dirty": true,
                  "outcome": "live",
                  "startedUtc": "2026-11-20T08:05:00Z",
                  "finishedUtc": "2026-11-20T08:06:00Z",
                  "by": "ada@host",
                  "images": {
                    "api": "sha256:1f"
                  },
                  "migrations": [
                    "0001 of 2026-11-20.1",
                    "0002"
                  ],
                  "backup": "2026-11-20T080000Z",
                  "promotedFrom": "2026-11-20.1"
                },
                {
                  "id": "2026-11-20.2",
                  "environment": "dev",
                  "commit": null,
                  "dirty": null,
                  "outcome": "unfinished",
                  "startedUtc": "2026-11-20T09:00:00Z",
                  "finishedUtc": null,
                  "by": "ada@host",
                  "images": {},
                  "migrations": [],
                  "backup": null,
                  "promotedFrom": null
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            json);
    }

    [Theory]
    [InlineData(ReleaseOutcome.Unfinished, "unfinished")]
    [InlineData(ReleaseOutcome.Live, "live")]
    [InlineData(ReleaseOutcome.Superseded, "superseded")]
    [InlineData(ReleaseOutcome.Failed, "failed")]
    [InlineData(ReleaseOutcome.RolledBack, "rolledBack")]
    public void An_outcome_has_a_fixed_name(ReleaseOutcome outcome, string expected) => Assert.Equal(expected, ResultJson.Name(outcome));
}
