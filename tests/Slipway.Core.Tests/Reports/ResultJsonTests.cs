using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Backups;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Json;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;
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
              "downtimeSeconds": 4,
              "services": [
                {
                  "name": "api",
                  "change": "add",
                  "reason": "it is new",
                  "changedKeys": [],
                  "image": "shop-dev-api:2026-11-20.1",
                  "imageFrom": "build",
                  "imageIdBefore": null,
                  "imageIdAfter": null,
                  "routed": true,
                  "stateful": false,
                  "triedFirst": false,
                  "held": false,
                  "tie": null,
                  "awaySeconds": 0,
                  "awayFrom": null,
                  "awayMeasuredIn": null
                }
              ],
              "edge": null,
              "edgeFiles": [],
              "edgeChanges": [],
              "volumes": [],
              "folders": [],
              "networks": [
                {
                  "name": "caddy_net",
                  "change": "add"
                }
              ],
              "certificates": [],
              "envFiles": [],
              "migrations": null,
              "backup": null,
              "disk": [],
              "notes": [
                "! look at this first"
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
              "downtimeSeconds": 0,
              "services": [],
              "edge": null,
              "edgeFiles": [],
              "edgeChanges": [],
              "volumes": [],
              "folders": [],
              "networks": [],
              "certificates": [],
              "envFiles": [],
              "migrations": null,
              "backup": null,
              "disk": [],
              "notes": [],
              "steps": []
            }

            """.ReplaceLineEndings("\n"),
            ResultJson.Of(new Plan { Stack = "shop", Intent = new Intent(IntentKind.Down, Named.Prod), Fingerprint = "f00d" }));

    [Fact]
    public void What_a_plan_costs_is_in_it_whole()
    {
        var plan = PlanTextTests.Full with
        {
            Cost = new PlanCost
            {
                Services =
                [
                    new ServiceCost
                    {
                        Name = "api", Effect = ServiceEffect.ReplaceInPlace, Reason = "its definition changed", ChangedKeys = ["environment.FOO"], Origin = ImageOrigin.Current,
                        Image = "shop-api:1", ImageIdBefore = "sha256:1", ImageIdAfter = "sha256:2", IsStateful = true, IsHeld = true, Downtime = new DowntimeForecast(2.5, Named.Dev),
                    },
                    new ServiceCost { Name = "old", Effect = ServiceEffect.Remove, Reason = "gone", Downtime = null },
                ],
                Edge = new ServiceCost { Name = "edge", Effect = ServiceEffect.ReplaceInPlace, Reason = "ports", Downtime = DowntimeForecast.Assumed },
                EdgeFiles = ["Caddyfile"],
                EdgeChanges = [new EdgeChange("Caddyfile", EdgeChangeKind.Change, "-a\n+b\n"), new EdgeChange("access/a.users", EdgeChangeKind.Users, null)],
                Places = [new StorageCost(StorageKind.Volume, "shop_data", true), new StorageCost(StorageKind.Volume, "shop_old", false)],
                Migrations = new MigrationCost(true, "api", "shop-api:1", "a new image", 12),
                Backup = new BackupCost { Id = BackupId.Parse("2026-11-20T080000Z"), Database = "shop", DatabaseBytes = 10, LastBytes = 5, Kept = 7, Removed = [BackupId.Parse("2026-11-01T080000Z")] },
                Disk = [new DiskCost("/srv", 9, [new DiskNeed("the backup", 10)])],
            },
        };

        var json = JsonNode.Parse(ResultJson.Of(plan))!;

        Assert.Equal(
            """[{"name":"api","change":"replaceInPlace","reason":"its definition changed","changedKeys":["environment.FOO"],"image":"shop-api:1","imageFrom":"current","imageIdBefore":"sha256:1","imageIdAfter":"sha256:2","routed":false,"stateful":true,"triedFirst":false,"held":true,"tie":null,"awaySeconds":2.5,"awayFrom":"measured","awayMeasuredIn":"dev"},{"name":"old","change":"remove","reason":"gone","changedKeys":[],"image":null,"imageFrom":null,"imageIdBefore":null,"imageIdAfter":null,"routed":false,"stateful":false,"triedFirst":false,"held":false,"tie":null,"awaySeconds":null,"awayFrom":null,"awayMeasuredIn":null}]""",
            json["services"]!.ToJsonString());
        Assert.Equal("assumed", (string?)json["edge"]!["awayFrom"]);
        Assert.Equal("""["Caddyfile"]""", json["edgeFiles"]!.ToJsonString());
        Assert.Equal("""[{"path":"Caddyfile","change":"change","diff":"-a\n\u002Bb\n"},{"path":"access/a.users","change":"users","diff":null}]""", json["edgeChanges"]!.ToJsonString());
        Assert.Equal("""[{"name":"shop_data","change":"add"},{"name":"shop_old","change":"leave"}]""", json["volumes"]!.ToJsonString());
        Assert.Equal("""{"runs":true,"service":"api","image":"shop-api:1","reason":"a new image","applied":12}""", json["migrations"]!.ToJsonString());
        Assert.Equal("""{"id":"2026-11-20T080000Z","database":"shop","databaseBytes":10,"lastBytes":5,"kept":7,"removed":["2026-11-01T080000Z"]}""", json["backup"]!.ToJsonString());
        Assert.Equal("""[{"mount":"/srv","freeBytes":9,"neededBytes":10,"enough":false,"needs":[{"what":"the backup","bytes":10}]}]""", json["disk"]!.ToJsonString());
    }

    [Fact]
    public void A_history_lists_the_releases_of_all_environments_oldest_first()
    {
        var dev = History.Of(LedgerScript.Entries("Deploy 2026-11-20.1 done", "Deploy 2026-11-20.2 interrupted"));
        var prod = History.Of(LedgerScript.Entries("Promote 2026-11-20.1 done").Select(entry => entry with { AtUtc = entry.AtUtc.AddMinutes(5) }));
        var release = ReleaseId.Parse("2026-11-20.1");
        var manifest = new ReleaseManifest
        {
            Id = release,
            Environment = Named.Prod,
            CreatedUtc = LedgerScript.Start,
            Source = new SourceRevision("0123456789abcdef", true, "fedcba"),
            Fingerprint = "f00d",
            EnvFileFingerprint = "e",
            Services = ImmutableSortedDictionary<string, ReleaseService>.Empty.Add("api", new ReleaseService { Image = "shop-prod-api:2026-11-20.1", ImageId = "sha256:1f", Specification = "s", Since = release }),
            By = "grace@server",
            EnvVersion = "e.env",
            ComposeFingerprint = "c",
            Routes = [new ReleaseRoute("shop.test", "/api/*", ["api"], "8080", "/api/health")],
            Access = new ReleaseAccess("access/shop-prod.users", "developer", "a"),
            Sites = ImmutableSortedDictionary<string, string>.Empty.Add("sites/shop-prod.caddy", "the text stays in the state folder"),
            Volumes = ["shop-prod_db-data"],
            Folders = ["/srv/vault"],
            Backup = BackupId.Parse("2026-11-20T080000Z"),
            PromotedFrom = release,
            PromotedFromEnvironment = Named.Dev,
        };

        var json = ResultJson.Of(
        [
            (Named.Dev, dev, ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty),
            (Named.Prod, prod, ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty.Add(release, manifest)),
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
                  "snapshot": null,
                  "outcome": "live",
                  "startedUtc": "2026-11-20T08:00:00Z",
                  "finishedUtc": "2026-11-20T08:01:00Z",
                  "liveUtc": "2026-11-20T08:01:00Z",
                  "by": "ada@host",
                  "fingerprint": null,
                  "images": {},
                  "services": {},
                  "compose": null,
                  "envFile": null,
                  "routes": [],
                  "access": null,
                  "sites": [],
                  "volumes": [],
                  "folders": [],
                  "migrations": [
                    "0001 of 2026-11-20.1",
                    "0002"
                  ],
                  "backup": null,
                  "promotedFrom": null,
                  "promotedFromEnvironment": null,
                  "downtime": null,
                  "runs": [
                    {
                      "number": 1,
                      "intent": "Deploy",
                      "by": "ada@host",
                      "carriedOnBy": null,
                      "startedUtc": "2026-11-20T08:00:00Z",
                      "endedUtc": "2026-11-20T08:01:00Z",
                      "outcome": "done",
                      "step": null,
                      "text": null,
                      "downtime": null
                    }
                  ]
                },
                {
                  "id": "2026-11-20.1",
                  "environment": "prod",
                  "commit": "0123456789abcdef",
                  "dirty": true,
                  "snapshot": "fedcba",
                  "outcome": "live",
                  "startedUtc": "2026-11-20T08:05:00Z",
                  "finishedUtc": "2026-11-20T08:06:00Z",
                  "liveUtc": "2026-11-20T08:06:00Z",
                  "by": "grace@server",
                  "fingerprint": "f00d",
                  "images": {
                    "api": "sha256:1f"
                  },
                  "services": {
                    "api": {
                      "image": "shop-prod-api:2026-11-20.1",
                      "imageId": "sha256:1f",
                      "since": "2026-11-20.1"
                    }
                  },
                  "compose": "c",
                  "envFile": {
                    "fingerprint": "e",
                    "version": "e.env"
                  },
                  "routes": [
                    {
                      "domain": "shop.test",
                      "path": "/api/*",
                      "services": [
                        "api"
                      ],
                      "port": "8080",
                      "health": "/api/health",
                      "webSocket": null
                    }
                  ],
                  "access": "developer",
                  "sites": [
                    "sites/shop-prod.caddy"
                  ],
                  "volumes": [
                    "shop-prod_db-data"
                  ],
                  "folders": [
                    "/srv/vault"
                  ],
                  "migrations": [
                    "0001 of 2026-11-20.1",
                    "0002"
                  ],
                  "backup": "2026-11-20T080000Z",
                  "promotedFrom": "2026-11-20.1",
                  "promotedFromEnvironment": "dev",
                  "downtime": null,
                  "runs": [
                    {
                      "number": 1,
                      "intent": "Promote",
                      "by": "ada@host",
                      "carriedOnBy": null,
                      "startedUtc": "2026-11-20T08:05:00Z",
                      "endedUtc": "2026-11-20T08:06:00Z",
                      "outcome": "done",
                      "step": null,
                      "text": null,
                      "downtime": null
                    }
                  ]
                },
                {
                  "id": "2026-11-20.2",
                  "environment": "dev",
                  "commit": null,
                  "dirty": null,
                  "snapshot": null,
                  "outcome": "unfinished",
                  "startedUtc": "2026-11-20T09:00:00Z",
                  "finishedUtc": null,
                  "liveUtc": null,
                  "by": "ada@host",
                  "fingerprint": null,
                  "images": {},
                  "services": {},
                  "compose": null,
                  "envFile": null,
                  "routes": [],
                  "access": null,
                  "sites": [],
                  "volumes": [],
                  "folders": [],
                  "migrations": [],
                  "backup": null,
                  "promotedFrom": null,
                  "promotedFromEnvironment": null,
                  "downtime": null,
                  "runs": [
                    {
                      "number": 2,
                      "intent": "Deploy",
                      "by": "ada@host",
                      "carriedOnBy": null,
                      "startedUtc": "2026-11-20T09:00:00Z",
                      "endedUtc": null,
                      "outcome": "unfinished",
                      "step": "run-migrations",
                      "text": null,
                      "downtime": null
                    }
                  ]
                }
              ],
              "runs": [
                {
                  "environment": "dev",
                  "number": 1,
                  "release": "2026-11-20.1",
                  "intent": "Deploy",
                  "by": "ada@host",
                  "carriedOnBy": null,
                  "startedUtc": "2026-11-20T08:00:00Z",
                  "endedUtc": "2026-11-20T08:01:00Z",
                  "outcome": "done",
                  "step": null,
                  "text": null,
                  "downtime": null
                },
                {
                  "environment": "prod",
                  "number": 1,
                  "release": "2026-11-20.1",
                  "intent": "Promote",
                  "by": "ada@host",
                  "carriedOnBy": null,
                  "startedUtc": "2026-11-20T08:05:00Z",
                  "endedUtc": "2026-11-20T08:06:00Z",
                  "outcome": "done",
                  "step": null,
                  "text": null,
                  "downtime": null
                },
                {
                  "environment": "dev",
                  "number": 2,
                  "release": "2026-11-20.2",
                  "intent": "Deploy",
                  "by": "ada@host",
                  "carriedOnBy": null,
                  "startedUtc": "2026-11-20T09:00:00Z",
                  "endedUtc": null,
                  "outcome": "unfinished",
                  "step": "run-migrations",
                  "text": null,
                  "downtime": null
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            json);
    }

    [Fact]
    public void A_history_of_one_release_has_only_its_runs()
    {
        var history = History.Of(LedgerScript.Entries("Deploy 2026-11-20.1 done", "Backup - done", "Deploy 2026-11-20.2 failed", "Up 2026-11-20.1 done"));

        var json = JsonNode.Parse(ResultJson.Of([(Named.Dev, history, ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty)], ReleaseId.Parse("2026-11-20.1")))!;

        Assert.Equal(["2026-11-20.1"], json["releases"]!.AsArray().Select(release => (string?)release!["id"]));
        Assert.Equal([1, 4], json["runs"]!.AsArray().Select(run => (int)run!["number"]!));
        Assert.Equal([1, 4], json["releases"]![0]!["runs"]!.AsArray().Select(run => (int)run!["number"]!));
    }

    [Fact]
    public void A_run_and_its_release_say_what_their_visitors_and_those_of_the_others_noticed()
    {
        ImmutableArray<TrafficFigures> noticed =
        [
            new TrafficFigures { Environment = Named.Prod, Requests = 640 },
            new TrafficFigures
            {
                Environment = Named.Dev, Requests = 412, FailedRequests = 2, FailedBefore = 1, LongestGapMs = 1290, Sockets = 1, DroppedSockets = 3, DroppedBefore = 1, Before = new LatencyFigures(1, 4.1), During = new LatencyFigures(2, 6.4),
            },
        ];
        var entries = LedgerScript.Entries("Deploy 2026-11-20.1 done").Select(entry => entry.Event == LedgerEvent.RunDone ? entry with { Traffic = noticed } : entry);

        var json = JsonNode.Parse(ResultJson.Of([(Named.Dev, History.Of(entries), ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty)]))!;

        const string expected =
            """{"requests":412,"failedRequests":2,"longestGapMs":1290,"sockets":1,"droppedSockets":3,"latencyBefore":{"p50Ms":1,"p99Ms":4.1},"latencyDuring":{"p50Ms":2,"p99Ms":6.4},"""
            + """ "others":{"prod":{"requests":640,"failedRequests":0,"longestGapMs":0,"sockets":0,"droppedSockets":0,"latencyBefore":null,"latencyDuring":null}}}""";
        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), json["runs"]![0]!["downtime"]!.ToJsonString());
        Assert.Equal(json["runs"]![0]!["downtime"]!.ToJsonString(), json["releases"]![0]!["downtime"]!.ToJsonString());
    }

    [Theory]
    [InlineData(ReleaseOutcome.Unfinished, "unfinished")]
    [InlineData(ReleaseOutcome.Live, "live")]
    [InlineData(ReleaseOutcome.Superseded, "superseded")]
    [InlineData(ReleaseOutcome.Failed, "failed")]
    [InlineData(ReleaseOutcome.RolledBack, "rolledBack")]
    public void An_outcome_has_a_fixed_name(ReleaseOutcome outcome, string expected) => Assert.Equal(expected, JsonText.Name(outcome));
}
