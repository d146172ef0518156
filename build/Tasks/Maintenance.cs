using Cake.Frosting;

[TaskName(nameof(Maintenance))]
[TaskDescription("Shows visitors a maintenance page instead of an environment, or ends that.")]
[Under(Headings.Everyday, 130)]
[Option(Options.EnvironmentForm, "the environment", IsRequired = true)]
[Option("--on", "begin it, or change the one that is on")]
[Option("--off", "end it")]
[Option("--allow=<address>", "let this address through (with --on); several with commas, no ranges")]
[Option("--retry-after=<seconds>", "after how long visitors are told to come back (with --on; default 120)")]
[Takes(Options.Json, Options.Stack)]
[Example("--environment=prod", "--on")]
public sealed class Maintenance : AsyncFrostingTask<BuildContext>
{
    private const int LongestSeconds = 7 * 24 * 60 * 60;

    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var environment = context.RequireEnvironment();
        var on = context.Flag("on");
        if (on == context.Flag("off"))
            throw BuildContext.Usage(on ? "--on and --off were both given." : "neither --on nor --off was given.", "give one of them.");
        if (!on && (context.Option("allow") ?? context.Option("retry-after")) is not null)
            throw BuildContext.Usage("--allow and --retry-after are for --on.", "leave them out.");

        var seconds = context.Number("retry-after", (int)Slipway.Core.Edge.MaintenanceState.DefaultRetryAfter.TotalSeconds);
        if (seconds is < 1 or > LongestSeconds)
            throw BuildContext.Usage($"--retry-after={seconds} is not a valid number of seconds.", $"give one from 1 to {LongestSeconds}.");
        var retryAfter = TimeSpan.FromSeconds(seconds);
        var outcome = on
            ? await context.UseCases.SwitchMaintenance.OnAsync(environment, retryAfter, context.List("allow"), cancellation)
            : context.UseCases.SwitchMaintenance.Off(environment);
        context.WriteDown(() => context.WriteJson(Output.MaintenanceText.Json(outcome)));
        context.Say(Output.MaintenanceText.Of(outcome));
    });
}
