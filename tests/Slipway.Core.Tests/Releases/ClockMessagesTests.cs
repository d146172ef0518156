using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Releases;

public class ClockMessagesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 14, 10, 2, TimeSpan.Zero);

    [Fact]
    public void A_clock_that_stands_before_the_ledgers_latest_entry_is_said() => Assert.Equal(
        "this host's clock says 2026-11-20 14:10:02 UTC, and the ledger of dev has an entry of 2026-11-23 14:10:02 UTC: the clock is behind now, "
        + "or was ahead then. What came before what is told by the ledger's order; `timedatectl` shows whether the clock is right",
        ClockMessages.Behind("dev", Now.AddDays(3), Now));

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(1.5)]
    public void A_clock_that_was_put_right_by_a_little_is_not(double ahead) => Assert.Null(ClockMessages.Behind("dev", Now.AddSeconds(ahead), Now));

    [Fact]
    public void Without_a_ledger_there_is_nothing_to_say() => Assert.Null(ClockMessages.Behind("dev", null, Now));
}
