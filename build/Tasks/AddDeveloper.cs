using Cake.Frosting;

/// <summary>Lets a developer into development, with a password of their own (--user).</summary>
[TaskName(nameof(AddDeveloper))]
[TaskDescription("Lets a developer into development with a password of their own (--user, --password-stdin).")]
public sealed class AddDeveloper : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var outcome = await context.UseCases.AddDeveloper.RunAsync(context.EnvironmentName ?? "dev", context.Require(Options.User), context.ReadPassword(), cancellation);
        foreach (var line in Output.DeveloperText.Added(outcome)) context.Say(line);
    });
}
