using Cake.Frosting;

/// <summary>Shows visitors a page in place of an environment, or ends that (--environment, --on, --off).</summary>
[TaskName(nameof(Maintenance))]
[TaskDescription("Shows visitors a page in place of an environment, or ends that (--environment, --on, --off, --allow, --retry-after).")]
public sealed class Maintenance : AsyncFrostingTask<BuildContext>
{
    private const int LongestSeconds = 7 * 24 * 60 * 60;

    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var environment = context.RequireEnvironment();
        var on = context.Flag(Options.On);
        if (on == context.Flag(Options.Off)) throw BuildContext.Usage(on ? "--on and --off were both given." : "neither --on nor --off was given.", "say one of them.");
        if (!on && (context.Option(Options.Allow) ?? context.Option(Options.RetryAfter)) is not null) throw BuildContext.Usage("--allow and --retry-after are for --on.", "leave them out.");

        var seconds = context.Number(Options.RetryAfter, (int)Slipway.Core.Edge.MaintenanceState.DefaultRetryAfter.TotalSeconds);
        if (seconds is < 1 or > LongestSeconds) throw BuildContext.Usage($"--retry-after={seconds} is too {(seconds < 1 ? "short" : "long")}.", $"give seconds from 1 to {LongestSeconds}.");
        var outcome = on
            ? await context.UseCases.SwitchMaintenance.OnAsync(environment, TimeSpan.FromSeconds(seconds), context.List(Options.Allow), cancellation)
            : context.UseCases.SwitchMaintenance.Off(environment);
        context.WriteJson(Output.MaintenanceText.Json(outcome));
        context.Say(Output.MaintenanceText.Of(outcome));
    });
}
