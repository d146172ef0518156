using Cake.Frosting;

[TaskName(nameof(Logs))]
[TaskDescription("Shows what the services log.")]
[Under(Headings.Everyday, 90)]
[Option(Options.EnvironmentForm, "the environment", IsRequired = true)]
[Option("--service=<name>", "only this service; several with commas")]
[Option("--tail=<lines>", "how many lines of each service (default 100)")]
[Option("--follow", "go on until Ctrl-C")]
[Takes(Options.Stack)]
public sealed class Logs : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(cancellation => context.UseCases.ShowLogs.RunAsync(
        context.RequireEnvironment(),
        context.List("service"),
        context.Number("tail", 100),
        context.Flag("follow"),
        Console.Out.WriteLine,
        cancellation));
}
