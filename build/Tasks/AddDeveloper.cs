using Cake.Frosting;
using Slipway.Core.Stack;

[TaskName(nameof(AddDeveloper))]
[TaskDescription("Gives a developer access to development, with a password of their own.")]
[Under(Headings.Access, 10)]
[Option("--user=<name>", "the developer", IsRequired = true)]
[Option("--password-stdin", "read the password from standard input instead of making one")]
[Option(Options.EnvironmentForm, "the environment (default: development)")]
[Takes(Options.Stack, Options.Yes)]
[Example("--user=ann")]
public sealed class AddDeveloper : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        // The password first: from here on it is masked, whatever else is wrong.
        var (user, password) = (context.Require("user"), context.ReadPassword("password-stdin"));
        var environment = context.EnvironmentOr(EnvironmentRole.Development);
        var outcome = await context.UseCases.AddDeveloper.RunAsync(environment, user, password, cancellation);
        foreach (var line in Output.DeveloperText.Added(outcome)) context.Say(line);
    });
}
