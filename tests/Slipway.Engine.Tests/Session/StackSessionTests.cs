using Slipway.Core.Releases;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class StackSessionTests
{
    private readonly FakeHost fake = new();

    [Theory]
    [InlineData("dev", "dev")]
    [InlineData("staging", "staging")]
    [InlineData("dev staging", "dev")]
    // Which of them is meant nobody has said.
    [InlineData("staging trial", "dev")]
    public void A_promotion_takes_the_release_of_the_only_other_environment_whatever_its_name(string others, string expected)
    {
        var environments = string.Concat(others.Split(' ').Select(name => $"  {name}: {{project: shop-{name}}}\n"));
        fake.Files.Texts["/srv/shop/stack.yaml"] =
            "stack: shop\n"
            + "edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}\n"
            + "defaults: {compose: [shop.yml], url: \"http://shop.test\"}\n"
            + $"environments:\n  live: {{project: shop-live, production: true}}\n{environments}";
        var session = new StackSession(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));

        Assert.Equal(expected, session.Complete(new Intent(IntentKind.Promote, "live")).From);
    }
}
