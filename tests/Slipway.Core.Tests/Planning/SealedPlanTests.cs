using System.Text.Json.Nodes;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Planning;

/// <summary>A plan in a file is run exactly, or not at all.</summary>
public class SealedPlanTests
{
    private const string Key = "the key of this state folder";
    private const string File = "plan.json";

    private static readonly Intent DeployDev = new(IntentKind.Deploy, Named.Dev);

    public static TheoryData<string> Cases => PlanCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_plan_comes_back_from_its_file_and_still_fits(string name)
    {
        var @case = PlanCase.Read(name);
        if (@case.Plan() is not { } plan) return;
        var text = SealedPlan.Of(plan, @case.World.Now, "ada@host", Key).ToJson();

        var saved = SealedPlan.Parse(text, File);

        saved.RequireFor("shop", @case.Intent, File);
        Assert.Empty(saved.Changes(@case.Plan()!.Basis, Key, File));
        Assert.Empty(saved.Differences(@case.Plan()!));
        Assert.Equal(@case.World.Now, saved.AtUtc);
        Assert.Equal(@case.Intent.AllowedVolumes.AsEnumerable(), saved.Intent.AllowedVolumes);
        Assert.Equal(@case.Intent.To, saved.Intent.To);
        Assert.DoesNotContain(World.Secrets, secret => text.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_host_makes_it_out_of_date()
    {
        var (world, saved) = Save();

        world.StartByHand("shop-dev-shell");

        Assert.Equal(["container shop-dev-shell has come"], saved.Changes(world.Plan(DeployDev).Basis, Key, File).AsEnumerable());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another key")]
    public void Another_key_is_said_to_be_the_reason(string? key)
    {
        var (world, saved) = Save();

        var reason = Assert.Single(saved.Changes(world.Plan(DeployDev).Basis, key, File));

        Assert.StartsWith("the plan was sealed with another key", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_that_was_begun_meanwhile_is_named()
    {
        var (world, saved) = Save();

        world.Fail(DeployDev);

        Assert.Equal(["release 2026-11-18.2 was begun meanwhile"], saved.Differences(world.Plan(DeployDev)).AsEnumerable());
    }

    [Fact]
    public void A_plan_that_was_run_is_out_of_date()
    {
        var (world, saved) = Save();

        world.Run(DeployDev);

        Assert.Contains("current release was 2026-11-18.1, is 2026-11-18.2", saved.Changes(world.Plan(DeployDev).Basis, Key, File));
    }

    [Fact]
    public void A_step_that_would_do_something_else_is_named()
    {
        var (world, saved) = Save();
        var json = JsonNode.Parse(saved.ToJson())!;
        var step = json["plan"]!["steps"]!.AsArray().Single(step => (string?)step!["id"] == "build-images")!;
        step["effects"] = new JsonArray("echo something else");

        var changed = SealedPlan.Parse(json.ToJsonString(), File);

        Assert.Equal(["step build-images would do something else"], changed.Differences(world.Plan(DeployDev)).AsEnumerable());
    }

    [Fact]
    public void A_file_that_was_changed_by_hand_is_damaged()
    {
        var (world, saved) = Save();
        var text = saved.ToJson().Replace("\"allowedVolumes\": []", "\"allowedVolumes\": [\"shop-dev_other\"]", StringComparison.Ordinal);

        var error = Assert.Throws<SlipwayException>(() => SealedPlan.Parse(text, File).Changes(world.Plan(DeployDev).Basis, Key, File));

        Assert.Equal((ExitCode.Usage, "plan.json is damaged: it was changed after it was written."), (error.ExitCode, error.Failure.What));
    }

    [Theory]
    [InlineData("", "plan.json is damaged: it cannot be read as a saved plan.")]
    [InlineData("{\"format\": 1, \"stack\": \"sh", "plan.json is damaged: it cannot be read as a saved plan.")]
    [InlineData("{\"format\": 1}", "plan.json is damaged: it cannot be read as a saved plan.")]
    [InlineData("{\"format\": 2, \"stack\": \"shop\"}", "plan.json has format 2, and this version reads format 1.")]
    [InlineData("{\"format\": \"two\"}", "plan.json is damaged: it cannot be read as a saved plan.")]
    [InlineData("{\"stack\": \"shop\", \"steps\": []}", "plan.json is not a saved plan.")]
    [InlineData("[]", "plan.json is not a saved plan.")]
    [InlineData("null", "plan.json is not a saved plan.")]
    public void A_file_that_is_not_a_saved_plan_is_wrong_usage(string text, string what)
    {
        var error = Assert.Throws<SlipwayException>(() => SealedPlan.Parse(text, File));

        Assert.Equal((ExitCode.Usage, what), (error.ExitCode, error.Failure.What));
    }

    [Fact]
    public void Every_value_that_the_file_lacks_makes_it_damaged()
    {
        var (_, saved) = Save();
        foreach (var name in new[] { "stack", "intent", "atUtc", "by", "keyMark", "basis", "plan", "seal" })
        {
            var json = JsonNode.Parse(saved.ToJson())!.AsObject();
            json.Remove(name);
            Assert.Throws<SlipwayException>(() => SealedPlan.Parse(json.ToJsonString(), File));
            json[name] = null;
            Assert.Throws<SlipwayException>(() => SealedPlan.Parse(json.ToJsonString(), File));
        }
    }

    [Fact]
    public void A_plan_for_something_else_is_wrong_usage()
    {
        var (_, saved) = Save();

        Assert.Equal("plan.json is a plan for the stack shop, and this is makapix.", Refusal(saved, "makapix", DeployDev));
        Assert.Equal("plan.json is a plan of DeployDev for dev, and DeployProd for prod was asked for.", Refusal(saved, "shop", new Intent(IntentKind.Deploy, Named.Prod)));
        Assert.Equal("plan.json is a plan of DeployDev for dev, and Up for dev was asked for.", Refusal(saved, "shop", new Intent(IntentKind.Up, Named.Dev)));
    }

    [Fact]
    public void Options_have_to_be_those_of_the_plan_or_left_out()
    {
        var world = new World();
        world.Run(DeployDev);
        world.Change("source of api");
        world.Run(DeployDev);
        var to = ReleaseId.Parse("2026-11-18.1");
        var back = new Intent(IntentKind.Rollback, Named.Dev) { To = to };
        var saved = SealedPlan.Parse(SealedPlan.Of(world.Plan(back), world.Now, "ada@host", Key).ToJson(), File);

        saved.RequireFor("shop", back, File);
        saved.RequireFor("shop", back with { To = null }, File);
        Assert.Equal(
            "plan.json was made with other options: to is \"2026-11-18.1\" there, and \"2026-11-18.9\" was asked for.",
            Refusal(saved, "shop", back with { To = ReleaseId.Parse("2026-11-18.9") }));
        Assert.Equal(
            "plan.json was made with other options: allowedVolumes is [] there, and [\"shop-dev_new\"] was asked for.",
            Refusal(saved, "shop", back with { AllowedVolumes = ["shop-dev_new"] }));
    }

    private static string Refusal(SealedPlan saved, string stack, Intent asked)
    {
        var error = Assert.Throws<SlipwayException>(() => saved.RequireFor(stack, asked, File));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        return error.Failure.What;
    }

    private static (World World, SealedPlan Saved) Save()
    {
        var world = new World();
        world.Run(DeployDev);
        world.Change("source of api");
        var saved = SealedPlan.Of(world.Plan(DeployDev), world.Now, "ada@host", Key);
        return (world, SealedPlan.Parse(saved.ToJson(), File));
    }
}
