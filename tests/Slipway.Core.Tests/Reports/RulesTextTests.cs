using Slipway.Core.Reports;
using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Reports;

public sealed class RulesTextTests
{
    [Fact]
    public void Rules_stand_under_their_family_with_what_they_weigh_and_why_they_are_there() =>
        Assert.Equal(
            """
            host
              host/dns  warning
                  Visitors would
                  not arrive.

            isolation
              isolation/shared-alias  error
                  A request may
                  reach the other
                  environment.

            secrets
              secrets/open-port  error
                  Everybody can
                  try passwords.

            """,
            RulesText.Of(Verdicts.Rules, width: 22));

    [Fact]
    public void Every_rule_is_listed() =>
        Assert.Equal(RuleBook.Rules.Select(rule => rule.Id), RulesText.Lines(RuleBook.Rules).Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
}
