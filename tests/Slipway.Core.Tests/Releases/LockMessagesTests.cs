using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Releases;

public class LockMessagesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 0, 33, TimeSpan.Zero);

    [Fact]
    public void A_refusal_says_who_holds_the_lock_what_for_and_since_when() => Assert.Equal(
        """
        Rollback was refused: prod is locked.
          Why:  ada@host (process 123) holds the lock for DeployProd: start-services since 2026-11-21 14:00:03 UTC; its last heartbeat is 4 s old.
          Do:   wait until it has ended, then run the command again.
          Now:  nothing was changed by this command.
        """.ReplaceLineEndings("\n"),
        LockMessages.Refused("Rollback", "prod", LeaseVerdictTests.Lease(), Now).ToString());

    [Fact]
    public void A_refusal_without_a_name_says_what_is_known() =>
        Assert.Equal("another command works on it.", LockMessages.Refused("Rollback", "prod", null, Now).Why);

    [Fact]
    public void Times_are_said_in_UTC() => Assert.Contains(
        "since 2026-11-21 12:30:00 UTC;",
        LockMessages.Refused("Up", "dev", LeaseVerdictTests.Lease() with { SinceUtc = new DateTimeOffset(2026, 11, 21, 14, 30, 0, TimeSpan.FromHours(2)) }, Now).Why,
        StringComparison.Ordinal);

    [Fact]
    public void A_takeover_says_whose_lock_it_was_and_what_shows_that_the_owner_died() => Assert.Equal(
        "took over the lock of prod: ada@host (process 123) held it for DeployProd: start-services since 2026-11-21 14:00:03 UTC and ended without releasing it (its process has ended)",
        LockMessages.TookOver("prod", LeaseVerdictTests.Lease(), "its process has ended"));
}
