using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Reports;

public sealed class FindingsTextTests
{
    [Fact]
    public void The_heaviest_come_first_then_what_is_allowed_then_the_sum() =>
        Assert.Equal(
            """
            errors
              docker-compose.dev.yml:12 services/api/networks/web   isolation/shared-alias
                on network web, api of dev answers to 'api', and so does api of prod
                fix:
                  take api off that network, or declare it in stack.yaml:
                  isolation:
                    shared:
                      - network: web
                        reason: ...
              ../../caddy/my sites,100%.yml:7 services/db/ports[0]  secrets/open-port
                db of prod is published on all interfaces
                fix: 127.0.0.1:5432:5432

            warnings
              the host                host/dns
                shop.example.com does not lead to this host
                fix: point it at 192.0.2.7
              /etc/shop.env:3 DOMAIN  host/dns
                shop.example.com does not lead to this host
                fix: point it at 192.0.2.7

            infos
              shop/stack.yaml  host/dns
                nobody asked for a health check
                fix: add one

            shared on purpose
              network web: one edge serves both
                docker-compose.dev.yml:12 services/api/networks/web  isolation/shared-alias
                docker-compose.yml:4 services/web/networks           isolation/shared-alias
              key MAIL_KEY: one account
                docker-compose.dev.yml:12 services/api/networks/web  isolation/shared-alias

            accepted
              ../../caddy/my sites,100%.yml:7 services/db/ports[0]  secrets/open-port
                db of prod is published on all interfaces
                why: the firewall closes it (until 2026-12-31)
              the host                                              host/dns
                shop.example.com does not lead to this host
                why: it moves soon

            2 errors, 2 warnings

            """,
            FindingsText.Of(Verdicts.Everything, rules: 3, [Named.Dev, Named.Prod]));

    [Fact]
    public void Where_nothing_is_wrong_it_says_what_was_looked_at() =>
        Assert.Equal("nothing is wrong: 43 rules checked for dev, stage and prod\n", FindingsText.Of(Verdicts.Clean, 43, [Named.Dev, EnvironmentName.Parse("stage"), Named.Prod]));

    [Fact]
    public void One_is_told_as_one()
    {
        Assert.Equal("nothing is wrong: 1 rule checked for dev\n", FindingsText.Of(Verdicts.Clean, 1, [Named.Dev]));
        Assert.Equal("1 error, 1 warning", FindingsText.Lines(new Verdict { Findings = [Verdicts.Port, Verdicts.Name] }, 1, [Named.Dev]).Last());
        Assert.Equal("0 errors, 1 warning", FindingsText.Lines(new Verdict { Findings = [Verdicts.Name] }, 1, [Named.Dev]).Last());
    }

    [Fact]
    public void What_is_allowed_is_listed_where_nothing_is_wrong_too() =>
        Assert.Equal(
            """
            shared on purpose
              network web: one edge serves both
                docker-compose.dev.yml:12 services/api/networks/web  isolation/shared-alias

            nothing is wrong: 3 rules checked for dev and prod

            """,
            FindingsText.Of(new Verdict { Findings = [], Declared = [new AllowedFinding(Verdicts.Alias, "one edge serves both")] }, 3, [Named.Dev, Named.Prod]));

    [Fact]
    public void Sentences_are_broken_at_the_width_and_fixes_never() =>
        Assert.Equal(
            """
            errors
              docker-compose.dev.yml:12 services/api/networks/web  isolation/shared-alias
                on network web, api of dev
                answers to 'api', and so does
                api of prod
                fix:
                  take api off that network, or declare it in stack.yaml:
                  isolation:
                    shared:
                      - network: web
                        reason: ...
            """.ReplaceLineEndings("\n").Split('\n'),
            FindingsText.Lines([Verdicts.Alias], width: 36));

    [Fact]
    public void A_long_place_does_not_push_the_others_apart()
    {
        var path = "services/" + new string('a', 60);

        Assert.Equal(
            [$"  a.yml:1 {path}  secrets/open-port", "  a.yml:2 services/db  secrets/open-port", "  a.yml:3 x            secrets/open-port"],
            FindingsText.Lines([At(1, path), At(2, "services/db"), At(3, "x")]).Where(line => line.Contains("a.yml", StringComparison.Ordinal)));

        static Finding At(int line, string path) => Verdicts.Port with { Place = new SourcePosition("a.yml", line, path) };
    }

    [Fact]
    public void What_a_file_says_cannot_move_the_cursor_or_begin_a_line() =>
        Assert.Equal(
            """
            errors
              a.yml:1 services/x [2J  secrets/open-port
                db ::error::x
                fix:
                  one
                  two
            """.ReplaceLineEndings("\n").TrimEnd().Split('\n'),
            FindingsText.Lines([Verdicts.Port with { Place = new SourcePosition("a.yml", 1, "services/x\u001b[2J"), Message = "db\n::error::x", Fix = "one\ntwo\u0007" }]));
}
