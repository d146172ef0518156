using Cake.Frosting;

/// <summary>Takes a developer out of development again (--user).</summary>
[TaskName(nameof(RemoveDeveloper))]
[TaskDescription("Takes a developer out of development again (--user).")]
public sealed class RemoveDeveloper : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var outcome = await context.UseCases.RemoveDeveloper.RunAsync(context.EnvironmentName ?? "dev", context.Require(Options.User), cancellation);
        foreach (var line in Output.DeveloperText.Removed(outcome)) context.Say(line);
    });
}
