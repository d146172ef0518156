using Output;
using Slipway.Core.Validation.Hosts;
using Slipway.Engine.Validation;

namespace Slipway.Build.Tests.Output;

public sealed class DoctorTextTests
{
    private static readonly DoctorOutcome Outcome = new("shop", "shop/stack.yaml", "/state",
    [
        new HostCheck("engine", CheckStatus.Pass, "version 28.5.2"),
        new HostCheck("CPUs", CheckStatus.Fail, "db of prod has a limit of 4, and the host has 2") { Fix = "services:\n  db:\n    deploy: {}" },
        new HostCheck("DNS of shop.example", CheckStatus.Unknown, "no answer"),
    ]);

    [Fact]
    public void A_check_stands_on_a_line_with_its_fix_below() => Assert.Equal(
        """
        This host for shop (shop/stack.yaml), with its state in /state

        check                status   detail
        engine               pass     version 28.5.2
        CPUs                 fail     db of prod has a limit of 4, and the host has 2
            fix: services:
                   db:
                     deploy: {}
        DNS of shop.example  unknown  no answer

        1 pass, 1 fail, 1 unknown
        """.ReplaceLineEndings("\n"),
        DoctorText.Of(Outcome));

    [Fact]
    public void The_JSON_has_every_check() => Assert.Equal(
        """
        {
          "checks": [
            {
              "name": "engine",
              "status": "pass",
              "detail": "version 28.5.2",
              "fix": null
            },
            {
              "name": "CPUs",
              "status": "fail",
              "detail": "db of prod has a limit of 4, and the host has 2",
              "fix": "services:\n  db:\n    deploy: {}"
            },
            {
              "name": "DNS of shop.example",
              "status": "unknown",
              "detail": "no answer",
              "fix": null
            }
          ]
        }

        """.ReplaceLineEndings("\n"),
        DoctorText.Json(Outcome));

    [Fact]
    public void A_check_that_failed_makes_the_command_fail()
    {
        Assert.Equal(
            """
            the host is not ready for shop: CPUs.
              Do:   see the fixes above, then run Doctor again.
              Now:  nothing was changed.
            """.ReplaceLineEndings("\n"),
            Outcome.Failure?.Message);
        Assert.Null((Outcome with { Checks = [Outcome.Checks[0], Outcome.Checks[2]] }).Failure);
    }
}
