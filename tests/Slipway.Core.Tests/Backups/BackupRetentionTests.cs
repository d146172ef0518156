using Slipway.Core.Backups;

namespace Slipway.Core.Tests.Backups;

public class BackupRetentionTests
{
    private static readonly string[] Ids = ["2026-11-19T230000Z", "2026-11-20T010000Z", "2025-12-31T235959Z", "2026-11-20T005959Z"];

    [Theory]
    [InlineData(4, new string[0])]
    [InlineData(9, new string[0])]
    [InlineData(3, new[] { "2025-12-31T235959Z" })]
    [InlineData(2, new[] { "2026-11-19T230000Z", "2025-12-31T235959Z" })]
    [InlineData(1, new[] { "2026-11-20T005959Z", "2026-11-19T230000Z", "2025-12-31T235959Z" })]
    [InlineData(0, new[] { "2026-11-20T005959Z", "2026-11-19T230000Z", "2025-12-31T235959Z" })] // the newest is never removed
    [InlineData(-1, new[] { "2026-11-20T005959Z", "2026-11-19T230000Z", "2025-12-31T235959Z" })]
    public void All_but_the_newest_may_go(int kept, string[] expected) => Assert.Equal(expected, BackupRetention.Surplus(Ids.Select(BackupId.Parse), [], kept, [], []).Select(id => id.ToString()));

    [Fact]
    public void Without_a_backup_nothing_may_go() => Assert.Empty(BackupRetention.Surplus([], [], 1, [], []));

    [Fact]
    public void The_ledger_says_which_are_the_newest_and_what_it_does_not_know_is_older() => Assert.Equal(
        ["2026-11-20T010000Z", "2026-11-19T230000Z"],
        BackupRetention.Surplus(Ids.Select(BackupId.Parse), [BackupId.Parse("2026-11-20T005959Z"), BackupId.Parse("2025-12-31T235959Z")], 2, [], []).Select(id => id.ToString()));

    /// <summary>A backup is taken before the build: failing builds pushed out every older backup.</summary>
    [Fact]
    public void Backups_of_runs_that_changed_nothing_push_no_other_one_out() => Assert.Equal(
        ["2025-12-31T235959Z"],
        BackupRetention
            .Surplus(
                Ids.Select(BackupId.Parse),
                [],
                2,
                idle: [BackupId.Parse("2026-11-20T010000Z"), BackupId.Parse("2025-12-31T235959Z")],
                needed: [])
            .Select(id => id.ToString()));

    [Fact]
    public void A_backup_that_a_release_could_go_back_to_never_goes() => Assert.Equal(
        ["2026-11-20T005959Z", "2026-11-19T230000Z"],
        BackupRetention.Surplus(Ids.Select(BackupId.Parse), [], 1, idle: [], needed: [BackupId.Parse("2025-12-31T235959Z")])
            .Select(id => id.ToString()));
}
