using Cake.Frosting;

/// <summary>Makes an env file from its template, or adds the keys that it lacks.</summary>
[TaskName(nameof(InitEnv))]
[TaskDescription("Makes an env file with fresh random secrets, or adds missing keys to it (--environment).")]
public sealed class InitEnv : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(_ =>
    {
        context.Say(Output.EnvFileText.Of(context.UseCases.InitEnv.Run(context.RequireEnvironment())));
        return Task.CompletedTask;
    });
}
