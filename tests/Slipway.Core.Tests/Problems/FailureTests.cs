using Slipway.Core.Problems;

namespace Slipway.Core.Tests.Problems;

public class FailureTests
{
    [Fact]
    public void A_failure_says_what_why_what_to_do_where_things_stand_and_shows_its_evidence()
    {
        var failure = new Failure("PromoteProd stopped at check-health of release 2025-06-03.2.")
        {
            Why = "web answered 500 on /health.",
            Do = "undoing start-services failed; what it consists of:\n  docker ps\nfix the cause, then run PromoteProd again.",
            Now = "prod still serves release 2025-06-01.1.",
            Evidence = ["relation \"invoice\" does not exist", "  at line 3"],
            EvidenceOf = "shop-prod-web",
        };

        Assert.Equal(
            """
            PromoteProd stopped at check-health of release 2025-06-03.2.
              Why:  web answered 500 on /health.
              Do:   undoing start-services failed; what it consists of:
                      docker ps
                    fix the cause, then run PromoteProd again.
              Now:  prod still serves release 2025-06-01.1.
              Last lines of shop-prod-web:
                relation "invoice" does not exist
                  at line 3
            """.ReplaceLineEndings("\n"),
            failure.ToString());
    }

    [Fact]
    public void What_was_measured_comes_last() =>
        Assert.Equal(
            "It broke.\n  Now:  dev serves.\n  Last lines of the output:\n    no\nTraffic: dev 1 requests",
            new Failure("It broke.") { Now = "dev serves.", Evidence = ["no"], Measured = "Traffic: dev 1 requests" }.ToString());

    [Fact]
    public void Parts_that_are_not_known_are_left_out() =>
        Assert.Equal("The engine does not answer.\n  Do:   start it.", new Failure("The engine does not answer.") { Do = "start it." }.ToString());

    [Fact]
    public void An_exception_shows_its_failure_and_nothing_else()
    {
        var error = new SlipwayException(ExitCode.Refused, new Failure("No.") { Why = "it is locked." });

        Assert.Equal("No.\n  Why:  it is locked.", error.Message);
    }

    [Theory]
    [InlineData(ExitCode.Done, 0)]
    [InlineData(ExitCode.Failed, 1)]
    [InlineData(ExitCode.Usage, 2)]
    [InlineData(ExitCode.Refused, 3)]
    public void Exit_codes_are_those_that_scripts_know(ExitCode code, int expected) => Assert.Equal(expected, (int)code);
}
