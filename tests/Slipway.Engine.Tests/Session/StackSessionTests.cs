using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class StackSessionTests
{
    private static readonly EnvironmentName Live = EnvironmentName.Parse("live");

    private readonly FakeHost fake = new();

    [Theory]
    [InlineData("dev", "dev")]
    [InlineData("staging", "staging")]
    [InlineData("dev staging", "dev")]
    public void A_promotion_takes_the_release_of_dev_or_else_of_the_only_environment_that_is_not_production(string others, string expected) =>
        Assert.Equal(expected, $"{Session($"live {others}").Complete(new Intent(IntentKind.Promote, Live)).From}");

    [Fact]
    public void What_serves_a_role_serves_the_environment_that_has_it_whatever_its_name()
    {
        var session = Session("live staging");

        var production = Intent.For(IntentKind.Deploy, session.Find(EnvironmentRole.Production));
        var development = Intent.For(IntentKind.Deploy, session.Find(EnvironmentRole.Development));

        Assert.Equal(("live", "DeployProd"), ($"{production.Environment}", production.Target));
        Assert.Equal(("staging", "DeployDev"), ($"{development.Environment}", development.Target));
        Assert.Equal("PromoteProd", Intent.For(IntentKind.Promote, session.Find(EnvironmentRole.Production)).Target);
    }

    [Theory]
    [InlineData("dev staging", EnvironmentRole.Production, """
        stack.yaml has no production among its environments: dev, staging.
          Do:   write `production: true` for the one that is production.
          Now:  nothing was changed.
        """)]
    [InlineData("live", EnvironmentRole.Development, """
        stack.yaml has no environment that is not production: live.
          Do:   add one for development, for example `dev`.
          Now:  nothing was changed.
        """)]
    [InlineData("live staging trial", EnvironmentRole.Development, """
        stack.yaml has several environments that are not production, and none is called dev: staging, trial.
          Do:   call the one for development `dev`; AddDeveloper and RemoveDeveloper take --environment=<name> too.
          Now:  nothing was changed.
        """)]
    public void A_role_that_no_environment_has_or_several_could_have_is_wrong_usage(string names, EnvironmentRole role, string message)
    {
        var error = Assert.Throws<SlipwayException>(() => Session(names).Find(role));

        Assert.Equal((ExitCode.Usage, message), (error.ExitCode, error.Message));
    }

    [Fact]
    public void A_release_that_is_missing_is_made_by_the_target_that_serves_the_environment_or_by_none()
    {
        var session = Session("live dev staging");

        Assert.Equal(
            [$"deploy it first: {Invocation.Of("DeployProd")}", $"deploy it first: {Invocation.Of("DeployDev")}", "deploy it first."],
            session.Definition.Environments.Select(environment => session.NoRelease(environment).Failure.Do));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("../live")]
    public void A_name_that_no_environment_has_is_wrong_usage(string name) =>
        Assert.Equal(
            $"stack.yaml has no environment {name}.",
            Assert.Throws<SlipwayException>(() => Session("live dev").Find(name)).Failure.What);

    private StackSession Session(string names)
    {
        var environments = string.Concat(names.Split(' ').Select(name =>
            $"  {name}: {{project: shop-{name}{(name == "live" ? ", production: true" : "")}}}\n"));
        fake.Files.Texts["/srv/shop/stack.yaml"] =
            "stack: shop\n"
            + "edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}\n"
            + "defaults: {compose: [shop.yml], url: \"http://shop.test\"}\n"
            + $"environments:\n{environments}";
        return new StackSession(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));
    }
}
