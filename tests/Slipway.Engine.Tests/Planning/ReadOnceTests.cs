using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Planning;

/// <summary>How often a command reads the definition and has Compose render.</summary>
public class ReadOnceTests
{
    private const string Definition = "/srv/shop/stack.yaml";

    private readonly FakeShop shop = new();

    private UseCases UseCases => new(shop.Fake.Host, new StackLocation(Definition, "stack.yaml", "/state"));

    [Fact]
    public async Task A_plan_reads_the_definition_once_and_renders_each_project_once()
    {
        await UseCases.MakePlan.RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None);

        Assert.Equal(1, shop.Fake.Files.Reads.Count(path => path == Definition));
        Assert.Equal(["shop-dev", "shop-edge", "shop-prod"], Rendered);
    }

    [Fact]
    public async Task A_deployment_reads_and_renders_again_only_to_see_that_nothing_changed()
    {
        shop.Fake.Commands.On("docker version", "{}");
        // No image is built here: the run ends at the first step after the check.
        shop.Fake.Commands.On(" build", error: "no builder", exitCode: 1);

        await Assert.ThrowsAsync<SlipwayException>(() =>
            UseCases.RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None)
        );

        Assert.Contains("done check-plan", shop.Fake.Report.Lines.Select(line => line.Split(" in ")[0]));
        Assert.Equal(1 + 1, shop.Fake.Files.Reads.Count(path => path == Definition));
        Assert.Equal(["shop-dev", "shop-dev", "shop-edge", "shop-edge", "shop-prod"], Rendered);
    }

    private string[] Rendered =>
        [
            .. shop.Fake.Commands.Run.Where(line => line.Contains(" config ", StringComparison.Ordinal))
                .Select(line => line.Split("--project-name ")[1].Split(' ')[0])
                .Order(StringComparer.Ordinal),
        ];
}
