using Cake.Frosting;
using Slipway.Core.Stack;

[TaskName(nameof(RemoveDeveloper))]
[TaskDescription("Removes a developer's access to development.")]
[Under(Headings.Access, 20)]
[Option("--user=<name>", "the developer", IsRequired = true)]
[Option(Options.EnvironmentForm, "the environment (default: development)")]
[Takes(Options.Stack)]
[Example("--user=ann")]
public sealed class RemoveDeveloper : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var user = context.Require("user");
        var environment = context.EnvironmentOr(EnvironmentRole.Development);
        var outcome = await context.UseCases.RemoveDeveloper.RunAsync(environment, user, cancellation);
        foreach (var line in Output.DeveloperText.Removed(outcome)) context.Say(line);
    });
}
