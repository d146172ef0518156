using Cake.Frosting;
using Slipway.Core.Reports;

/// <summary>Shows step by step what a target would do, and changes nothing.</summary>
[TaskName(nameof(Plan))]
[TaskDescription("Shows step by step what a target would do, and changes nothing (--for).")]
public sealed class Plan : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var target = context.Option(Options.For) ?? nameof(DeployDev);
        var intent = Intents.Of(target, context) ?? throw BuildContext.Usage($"--for={target} names no target that can be planned.", $"use one of: {string.Join(", ", Intents.Names)}.");
        var plan = await context.UseCases.MakePlan.RunAsync(intent, cancellation, context.PlanFile);
        context.WriteJson(ResultJson.Of(plan));
        context.Say(PlanText.Of(plan));
        if (context.PlanFile is { } file) context.Say(Output.SavedPlanText.Of(intent, file.Name, context.Option(Options.Stack)));
    });
}
