using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Validation;

/// <summary>What the rules keep from being released, and what they never stand in the way of.</summary>
public class ReleaseGateTests
{
    private readonly FakeShop shop = new();

    [Fact]
    public async Task A_release_that_breaks_a_rule_is_refused_before_anything_happens()
    {
        BreakIsolation();

        var error = await Assert.ThrowsAsync<SlipwayException>(() => Use().RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None));

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(
            """
            DeployDev was refused: 1 rule is broken in 1 place:
                error isolation/shared-secret .env.dev:1 DB_PASSWORD: DB_PASSWORD of dev has the value of the same key of prod
              Do:   fix what is named; ./build.sh --target=Validate shows how. What has to be so is accepted in stack.yaml, with a reason.
              Now:  nothing was changed.
            """,
            error.Message);
        Assert.DoesNotContain(shop.Fake.Files.Texts.Keys, path => path.EndsWith("ledger.jsonl", StringComparison.Ordinal));
        Assert.Empty(shop.Fake.Commands.Detached);
    }

    [Fact]
    public async Task A_plan_is_refused_for_the_same_reason()
    {
        BreakIsolation();

        await Assert.ThrowsAsync<SlipwayException>(() => Use().MakePlan.RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None));
    }

    [Fact]
    public async Task What_breaks_a_rule_in_production_alone_does_not_stop_development()
    {
        BreakProduction();

        var plan = await Use().MakePlan.RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None);

        Assert.True(plan.Changes);
        Assert.Empty(Warnings);
        await Assert.ThrowsAsync<SlipwayException>(() => Use().MakePlan.RunAsync(new Intent(IntentKind.Deploy, Named.Prod), CancellationToken.None));
    }

    [Fact]
    public async Task A_warning_is_told_and_stops_a_release_only_where_that_is_asked_for()
    {
        Accept("isolation/shared-volume", "services/api");

        var plan = await Use().MakePlan.RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None);

        Assert.True(plan.Changes);
        Assert.Equal(["warn 1 warning about dev: ./build.sh --target=Validate shows it"], Warnings);
        var error = await Assert.ThrowsAsync<SlipwayException>(() => Use(isStrict: true).MakePlan.RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None));
        Assert.Contains("warning definition/unused-acceptance stack.yaml:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IntentKind.Down)]
    [InlineData(IntentKind.Up)]
    [InlineData(IntentKind.Backup)]
    [InlineData(IntentKind.Rollback)]
    public async Task What_makes_no_release_is_never_refused_by_a_rule(IntentKind kind)
    {
        BreakIsolation();

        try
        {
            await Use().MakePlan.RunAsync(new Intent(kind, Named.Dev), CancellationToken.None);
        }
        catch (SlipwayException error)
        {
            // There is nothing to go back to here; that alone may be said.
            Assert.DoesNotContain("rule", error.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(shop.Fake.Commands.Run, line => line.Contains("--project-name shop-prod", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_the_other_environment_that_cannot_be_understood_is_told_with_its_place()
    {
        shop.Fake.Files.Texts["/srv/shop/.env.prod"] = "DB_PASSWORD='never closed\n";

        var error = await Assert.ThrowsAsync<SlipwayException>(() => Use().MakePlan.RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None));

        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(".env.prod:1 DB_PASSWORD: the quote is never closed", error.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Warnings => shop.Fake.Report.Lines.Where(line => line.StartsWith("warn ", StringComparison.Ordinal));

    private UseCases Use(bool isStrict = false) => new(shop.Fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state")) { IsStrict = isStrict };

    private void BreakIsolation() => shop.Fake.Files.Texts["/srv/shop/.env.prod"] = $"DB_PASSWORD={FakeShop.Secret}\nLOG_LEVEL=info\n";

    private void BreakProduction() => shop.AnswerCompose("prod", "shop-prod_db-data", restart: "no");

    private void Accept(string rule, string at) => shop.Fake.Files.Texts["/srv/shop/stack.yaml"] += $"\naccepted: [{{rule: {rule}, at: {at}, reason: it was so}}]\n";
}
