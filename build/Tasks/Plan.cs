using Cake.Frosting;
using Slipway.Core.Reports;

[TaskName(nameof(Plan))]
[TaskDescription("Shows step by step what a target would do, and changes nothing.")]
[Under(Headings.Everyday, 70)]
[Option("--for=<Target>", "the target to plan (default DeployDev); its options are taken too")]
[Option("--plan=<file>", "save the plan, to run exactly that later")]
[Takes(Options.Json, Options.Stack)]
[TakesOptionsOf("for", nameof(DeployDev))]
[Example("--for=PromoteProd")]
public sealed class Plan : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var intent = context.IntentOf(context.Option("for") ?? nameof(DeployDev));
        var plan = await context.UseCases.MakePlan.RunAsync(intent, cancellation, context.PlanFile);
        context.Job.Planned(plan);
        context.WriteJson(ResultJson.Of(plan));
        context.Say(PlanText.Of(plan));
        if (context.PlanFile is { } file) context.Say(Output.SavedPlanText.Of(intent, file.Name));
    });
}
