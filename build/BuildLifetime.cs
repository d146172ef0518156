using Cake.Core;
using Cake.Frosting;
using Targets;

/// <summary>Looks at the command line before the first task runs, and ends what the tasks have used.</summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    /// <inheritdoc />
    public override void Setup(BuildContext context, ISetupContext info)
    {
        var given = context.Arguments.GetArguments()
            .SelectMany(option => option.Value.DefaultIfEmpty(null).Select(value => (option.Key, value))).ToArray();
        // Default only groups.
        var run = info.TasksToExecute.Select(task => task.Name).Where(name => name != nameof(Default)).ToArray();
        if (OptionCheck.ProblemIn(given, run, TargetList.All, context.NameOf) is { } problem) throw BuildContext.Usage(problem);
    }

    /// <inheritdoc />
    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        if (info.ThrownException is { } error)
            context.WriteDown(() => context.Job.Failed(string.Join(", ", context.Arguments.GetArguments("target")), error));
        context.Dispose();
    }
}
