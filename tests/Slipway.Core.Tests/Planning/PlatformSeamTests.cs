using Slipway.Core.Postgres;
using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Planning;

/// <summary>The planner knows nothing of Docker: with the commands of another platform it plans the same.</summary>
public class PlatformSeamTests
{
    public static TheoryData<string> Cases => PlanCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_plan_for_another_platform_has_the_same_steps_and_no_word_of_docker(string name)
    {
        var @case = PlanCase.Read(name);

        var shown = @case.OutcomeInWords();

        Assert.DoesNotContain("docker", shown, StringComparison.OrdinalIgnoreCase);
        if (@case.Plan() is not { } plan) return;
        var other = @case.World.PlanInWords(@case.Intent);
        Assert.Equal(plan.Steps.Select(step => step.Id), other.Steps.Select(step => step.Id));
        Assert.DoesNotContain(other.Steps.SelectMany(step => step.Undo?.Effects ?? []), effect => effect.Contains("docker", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Commands_and_names_of_containers_are_those_of_the_platform()
    {
        var world = new World();
        world.Run(new Intent(IntentKind.Deploy, Named.Dev));
        world.Change("source of web");

        var plan = world.PlanInWords(new Intent(IntentKind.Deploy, Named.Dev));

        const string Folder = "/srv/state/shop/dev/releases/2026-11-18";
        Assert.Equal(
            [
                $"{PostgresCommands.Dump("shop-dev-db", "owner", "shop_dev", new WordPlatform())} > /srv/state/shop/dev/backups/2026-11-18T100000Z.dump",
                $"platform build {Folder}.2/build.json web",
                $"platform start-next-to {Folder}.2/compose.json 'web*2'",
                "platform in 'edge of slipway-edge' wget -q -O - http://127.0.0.1:2019/metrics, once a second: at most 2 % errors, and P95 of the time to first byte within 5000 ms, for dev.shop.test, files.dev.shop.test",
            ],
            Said(plan.Steps.SelectMany(step => step.Effects)));
        Assert.Equal([$"platform start-next-to {Folder}.1/compose.json 'web*2'"], Said(plan.Steps.SelectMany(step => step.Undo?.Effects ?? [])));
    }

    private static IEnumerable<string> Said(IEnumerable<string> effects) => effects.Where(effect => effect.StartsWith("platform ", StringComparison.Ordinal));
}
