using Cake.Frosting;

[TaskName(nameof(InitEnv))]
[TaskDescription("Makes an env file with fresh random secrets, or adds missing keys to it.")]
[Under(Headings.SettingUp, 20)]
[Option(Options.EnvironmentForm, "the environment", IsRequired = true)]
[Takes(Options.Stack)]
public sealed class InitEnv : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(_ =>
    {
        context.Say(Output.EnvFileText.Of(context.UseCases.InitEnv.Run(context.RequireEnvironment())));
        return Task.CompletedTask;
    });
}
