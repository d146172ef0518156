using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Planning;

/// <summary>Images that are built on the image of another service.</summary>
public class BaseImageTests
{
    private static readonly Intent DeployDev = new(IntentKind.Deploy, Named.Dev);

    private readonly World world = new();

    public BaseImageTests() =>
        world.Define("web", """{"build": {"context": "/srv/shop/web", "additional_contexts": {"base": "service:worker"}}}""");

    [Fact]
    public void One_on_an_image_that_an_equal_build_of_another_service_makes_is_built_on_that_one()
    {
        var build = Build();

        Assert.Equal(["api", "web"], build.Images.Keys);
        Assert.Equal("service:api", build.Bases["worker"]);
    }

    [Fact]
    public void One_on_an_image_that_stays_is_built_on_that_one_by_its_name()
    {
        world.Run(DeployDev);
        world.Change("source of web");

        var build = Build();

        Assert.Equal(["web"], build.Images.Keys);
        Assert.Equal("docker-image://shop-dev-api:2026-11-18.1", build.Bases["worker"]);
    }

    private BuildImages Build() => world.Plan(DeployDev).Steps.Select(step => step.Action).OfType<BuildImages>().Single();
}
