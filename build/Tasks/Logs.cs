using Cake.Frosting;

/// <summary>Shows what the services of an environment log.</summary>
[TaskName(nameof(Logs))]
[TaskDescription("Shows what the services log (--environment, --service, --tail, --follow).")]
public sealed class Logs : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(cancellation => context.UseCases.ShowLogs.RunAsync(
        context.RequireEnvironment(),
        context.List(Options.Service),
        context.Number(Options.Tail, 100),
        context.Flag(Options.Follow),
        Console.Out.WriteLine,
        cancellation));
}
