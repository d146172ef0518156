using Slipway.Core.Reports;

namespace Slipway.Core.Tests.Reports;

public sealed class AnnotationsTests
{
    [Fact]
    public void Each_finding_is_a_command_with_its_place_in_the_repository() =>
        Assert.Equal(
            [
                "::error file=compose/shop/docker-compose.dev.yml,line=12,title=isolation/shared-alias::on network web, api of dev answers to 'api', and so does api of prod"
                    + "%0A%0AFix: take api off that network, or declare it in stack.yaml:%0Aisolation:%0A  shared:%0A    - network: web%0A      reason: ...",
                "::error file=caddy/my sites%2C100%25.yml,line=7,title=secrets/open-port::db of prod is published on all interfaces%0A%0AFix: 127.0.0.1:5432:5432",
                "::warning file=compose/shop/stack.yaml,line=1,title=host/dns::shop.example.com does not lead to this host%0A%0AFix: point it at 192.0.2.7",
                "::warning file=compose/shop/stack.yaml,line=1,title=host/dns::/etc/shop.env:3 DOMAIN: shop.example.com does not lead to this host%0A%0AFix: point it at 192.0.2.7",
                "::notice file=compose/shop/stack.yaml,line=1,title=host/dns::nobody asked for a health check%0A%0AFix: add one",
            ],
            Annotations.Of(Verdicts.Everything, Verdicts.Tree));

    [Fact]
    public void Nothing_a_file_says_ends_a_command_or_adds_a_property() =>
        Assert.Equal("::error file=a%3A%2C%25%0D%0A::a:,%25%0D%0A::warning::b", WorkflowCommand.Of("error", "a:,%\r\n::warning::b", ("file", "a:,%\r\n")));
}
