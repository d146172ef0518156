using System.Collections.Immutable;
using Output;
using Slipway.Core.Backups;
using Slipway.Core.Health;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Status;

namespace Slipway.Build.Tests.Output;

public sealed class HistoryTextTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private static readonly ReleaseId First = ReleaseId.Parse("2026-11-20.1");

    private static readonly ReleaseId Second = ReleaseId.Parse("2026-11-20.2");

    private static readonly ImmutableArray<EnvironmentHistory> Histories =
    [
        new(Named.Dev, Core.Releases.History.Of([]), ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty),
        new(Named.Prod, Core.Releases.History.Of(
            [
                Entry(1, LedgerEvent.RunStarted, "Deploy", First), Entry(1, LedgerEvent.StepDone, "Deploy", First, "run-migrations", "0001_users\n0002_posts"),
                Entry(1, LedgerEvent.RunDone, "Deploy", First) with
                {
                    Traffic = [new TrafficFigures { Environment = Named.Dev, Requests = 80 }, new TrafficFigures { Environment = Named.Prod, Requests = 412, FailedRequests = 2, LongestGapMs = 1290 }],
                },
                Entry(2, LedgerEvent.RunStarted, "Backup", null), Entry(2, LedgerEvent.RunDone, "Backup", null),
                Entry(3, LedgerEvent.RunStarted, "Promote", Second), Entry(3, LedgerEvent.RunFailed, "Promote", Second, "try-candidates", "api is unhealthy."),
            ]),
            ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty
                .Add(First, Manifest(First))
                .Add(Second, Manifest(Second) with { PromotedFrom = First, PromotedFromEnvironment = Named.Dev })),
    ];

    [Fact]
    public void The_releases_are_a_table_of_eighty_columns_newest_first()
    {
        AssertLines(
            """
            dev: no release yet
            prod:
              release       outcome  started (UTC)     source            backup
              2026-11-20.2  failed   2026-11-20 11:00  dev 2026-11-20.1  2026-11-20T080000Z
              2026-11-20.1  live     2026-11-20 09:00  0123456789 dirty  2026-11-20T080000Z
            """, HistoryText.Of(Histories));
        Assert.All(HistoryText.Of(Histories).Split('\n'), line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public void The_runs_are_a_table_newest_first() =>
        AssertLines(
            """
            dev: no run yet
            prod:
              run  target   release       outcome  started (UTC)     by        dropped   step
              3    Promote  2026-11-20.2  failed   2026-11-20 11:00  ada@host            try-candidates
              2    Backup                 done     2026-11-20 10:00  ada@host
              1    Deploy   2026-11-20.1  done     2026-11-20 09:00  ada@host  2 of 412
            """, HistoryText.OfRuns(Histories));

    [Fact]
    public void A_release_is_shown_with_everything_that_is_known_of_it() =>
        AssertLines(
            """
            prod release 2026-11-20.1:
              outcome     live, last began to serve 2026-11-20 09:00:00 UTC
              made        2026-11-20 09:00:00 UTC to 2026-11-20 09:00:00 UTC by grace@server
              source      0123456789 with uncommitted changes, kept as fedcba9876
              backup      2026-11-20T080000Z
              env file    SHA-256 0e0e, kept as env/0e0e.env
              compose     SHA-256 0c0c
              services    service  image                  image id      since
                          api      shop-api:2026-11-20.1  1f2e3d4c5b6a  2026-11-20.1
              routes      shop.test/api/* to api at 8080, checked at /api/health
              basic auth  user developer
              sites       sites/shop-prod.caddy
              volumes     shop_db-data
              folders     /srv/vault
              migrations  0001_users
                          0002_posts
              runs        run  target  outcome  started (UTC)     by        dropped   step
                          1    Deploy  done     2026-11-20 09:00  ada@host  2 of 412
              run 1       dev 80 requests, 0 failed, longest gap 0 s
                          prod 412 requests, 2 failed, longest gap 1.3 s
            """,
            HistoryText.OfRelease(Histories, First));

    [Fact]
    public void A_release_that_failed_says_why()
    {
        var text = HistoryText.OfRelease(Histories, Second);

        Assert.Contains("  promoted    from dev release 2026-11-20.1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("  run 3       api is unhealthy.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_that_was_never_recorded_is_shown_too()
    {
        ImmutableArray<EnvironmentHistory> histories = [Histories[1] with { Manifests = ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty }];

        Assert.Contains("It was not recorded: no service was started.", HistoryText.OfRelease(histories, Second), StringComparison.Ordinal);
        Assert.Contains("2026-11-20.2  failed   2026-11-20 11:00\n", HistoryText.Of(histories), StringComparison.Ordinal);
    }

    private static void AssertLines(string expected, string actual) => Assert.Equal(expected.ReplaceLineEndings("\n"), actual);

    private static LedgerEntry Entry(int run, LedgerEvent what, string intent, ReleaseId? release, string? step = null, string? text = null) =>
        new() { AtUtc = Start.AddHours(run), Run = run, Event = what, Intent = intent, Release = release, Step = step, Text = text, By = what == LedgerEvent.RunStarted ? "ada@host" : null };

    private static ReleaseManifest Manifest(ReleaseId id) => new()
    {
        Id = id,
        Environment = Named.Prod,
        CreatedUtc = Start,
        By = "grace@server",
        Source = new SourceRevision("0123456789abcdef", true, "fedcba9876543210"),
        Fingerprint = "f00d",
        EnvFileFingerprint = "0e0e",
        EnvVersion = "0e0e.env",
        ComposeFingerprint = "0c0c",
        Services = ImmutableSortedDictionary<string, ReleaseService>.Empty.Add("api", new ReleaseService { Image = "shop-api:2026-11-20.1", ImageId = "sha256:1f2e3d4c5b6a7988", Specification = "s", Since = First }),
        Volumes = ["shop_db-data"],
        Folders = ["/srv/vault"],
        Sites = ImmutableSortedDictionary<string, string>.Empty.Add("sites/shop-prod.caddy", "text"),
        Routes = [new ReleaseRoute("shop.test", "/api/*", ["api"], "8080", "/api/health")],
        Access = new ReleaseAccess("access/shop-prod.users", "developer", "a"),
        Backup = BackupId.Parse("2026-11-20T080000Z"),
    };
}
