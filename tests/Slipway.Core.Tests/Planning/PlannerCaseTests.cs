using Slipway.Core.Releases;
using Slipway.Core.Reports;

namespace Slipway.Core.Tests.Planning;

/// <summary>Plans as operators see them, and rules that hold for every one of them. A new case is a new file.</summary>
public class PlannerCaseTests
{
    private const string ApproveVariable = "SLIPWAY_APPROVE";

    public static TheoryData<string> Cases => PlanCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_plan_reads_as_approved(string name)
    {
        var @case = PlanCase.Read(name);
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1") @case.Approve();

        Assert.Equal(PlanCase.Read(name).Expected, @case.Shown());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_plan_has_effects_on_nothing_of_the_other_environment(string name)
    {
        var @case = PlanCase.Read(name);
        var other = World.Environments.Single(environment => environment != @case.Intent.Environment);

        var effects = @case.Plan()?.Steps.SelectMany(step => step.Effects.Concat(step.Undo?.Effects ?? [])) ?? [];

        Assert.DoesNotContain(effects, effect => effect.Contains($"shop-{other}", StringComparison.Ordinal) || effect.Contains($"/{other}/", StringComparison.Ordinal) || effect.Contains($".env.{other}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_phases_of_a_plan_come_in_the_order_of_the_pipeline(string name)
    {
        var plan = PlanCase.Read(name).Plan();

        // Data whose database only the new release can start are dumped when it has: after the ground, before any migration.
        var steps = plan?.Steps.ToList() ?? [];
        if (steps.FindIndex(step => step.Id == "start-database") is var start and >= 0) steps.RemoveAll(step => step.Id == "backup-database" && steps.IndexOf(step) > start);

        Assert.Equal(steps.Select(step => step.Phase).Order(), steps.Select(step => step.Phase));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_brought_up_is_checked_afterwards_and_a_release_is_watched(string name)
    {
        var ids = PlanCase.Read(name).Plan()?.Steps.Select(step => step.Id).ToList() ?? [];
        var touched = ids.FindLastIndex(id => id is "start-edge" or "start-services" or "start-beside" or "switch-traffic" or "apply-edge");
        if (touched < 0) return;

        Assert.InRange(ids.IndexOf("check-health"), touched + 1, ids.Count - 1);
        if (ids.Contains("write-release")) Assert.Equal(ids.IndexOf("check-health") + 1, ids.IndexOf("watch-soak"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_release_that_is_made_repaired_or_brought_back_begins_with_the_check_of_the_plan(string name)
    {
        var @case = PlanCase.Read(name);
        var ids = @case.Plan()?.Steps.Select(step => step.Id).ToList() ?? [];
        if (ids.Count == 0 || @case.Intent.Kind is IntentKind.Backup or IntentKind.Up or IntentKind.Down) return;

        Assert.Equal("check-plan", ids[0]);
        Assert.Equal(@case.Intent.Environment == Named.Dev, ids.Contains("check-traffic"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Data_that_exist_are_dumped_before_they_are_migrated(string name)
    {
        var @case = PlanCase.Read(name);
        var ids = @case.Plan()?.Steps.Select(step => step.Id).ToList() ?? [];
        if (!@case.World.HasDatabase || !@case.World.Observed(@case.Intent).Volumes.Contains($"shop-{@case.Intent.Environment}_db-data") || !ids.Contains("run-migrations")) return;

        Assert.InRange(ids.IndexOf("backup-database"), 0, ids.IndexOf("run-migrations"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_step_removes_a_named_volume(string name)
    {
        var effects = PlanCase.Read(name).Plan()?.Steps.SelectMany(step => step.Effects.Concat(step.Undo?.Effects ?? [])).ToList() ?? [];

        Assert.DoesNotContain(effects, effect => effect.Contains("volume rm", StringComparison.Ordinal) || effect.Contains("prune", StringComparison.Ordinal));
        Assert.DoesNotContain(effects, effect => effect.Contains(" down", StringComparison.Ordinal) && (effect.Contains(" -v", StringComparison.Ordinal) || effect.Contains("--volumes", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_secret_stands_in_a_plan_or_a_refusal(string name)
    {
        var @case = PlanCase.Read(name);
        Assert.Contains(World.Secrets, secret => @case.World.Desired(@case.Intent.Environment).Compose.Text.Reveal().Contains(secret, StringComparison.Ordinal));

        var shown = @case.Outcome() + (@case.Plan() is { } plan ? ResultJson.Of(plan) : "");

        Assert.DoesNotContain(World.Secrets, secret => shown.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_plan_that_was_carried_out_leaves_nothing_to_do(string name)
    {
        var @case = PlanCase.Read(name);
        // Back from where one came from is another step back, and a backup can always be taken.
        if (@case.Intent.Kind is IntentKind.Rollback or IntentKind.Backup || @case.Plan() is null) return;

        @case.World.Run(@case.Intent);

        // Who asks for images that are built anew gets them every time.
        Assert.Equal([], @case.World.Plan(@case.Intent with { Rebuilds = false }).Steps.Select(step => step.Id));
    }
}
