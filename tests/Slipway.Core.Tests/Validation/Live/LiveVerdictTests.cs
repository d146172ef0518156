using Slipway.Core.Problems;
using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Validation.Live;

public class LiveVerdictTests
{
    [Fact]
    public void A_finding_is_refused_with_exit_code_3()
    {
        var facts = LiveExample.Facts(devNetwork: "shop-prod_default");

        var error = Assert.Throws<SlipwayException>(() => LiveCheck.Judge(facts, [facts.Probe("prod", "open 10.2.9.3 5432")], DateTimeOffset.UnixEpoch).Require());

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(
            """
            VerifyIsolation found 1 error.
              Do:   put right what stands above, then run VerifyIsolation again.
              Now:  nothing was changed.
            """,
            error.Message);
    }

    [Fact]
    public void Nothing_reached_is_no_refusal()
    {
        var facts = LiveExample.Facts();

        LiveCheck.Judge(facts, [facts.Probe("prod"), facts.Probe("dev")], DateTimeOffset.UnixEpoch).Require();
    }
}
