using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;

namespace Cake.Frosting;

/// <summary>Hands the tasks and the lifetimes to the Cake engine and lets a script host of it run the targets.</summary>
internal sealed class FrostingRunner(
    ICakeEngine engine,
    IFrostingContext context,
    ICakeLog log,
    IEnumerable<IFrostingTask> tasks,
    IFrostingSetup? setup = null,
    IFrostingTeardown? teardown = null,
    IFrostingTaskSetup? taskSetup = null,
    IFrostingTaskTeardown? taskTeardown = null)
{
    public void Run(IScriptHost host, IEnumerable<string> targets)
    {
        foreach (var task in tasks) Register(task, new TaskType(task.GetType()));
        if (setup is not null) engine.RegisterSetupAction(info => setup.Setup(context, info));
        if (teardown is not null) engine.RegisterTeardownAction(info => teardown.Teardown(context, info));
        if (taskSetup is not null) engine.RegisterTaskSetupAction(info => taskSetup.Setup(context, info));
        if (taskTeardown is not null) engine.RegisterTaskTeardownAction(info => taskTeardown.Teardown(context, info));
        host.RunTargets(targets);
    }

    private void Register(IFrostingTask task, TaskType type)
    {
        if (!type.Context.IsInstanceOfType(context))
        {
            log.Warning("Task cannot be used since the context isn't convertible to {0}.", type.Context.FullName);
            return;
        }

        var builder = engine.RegisterTask(type.Name);
        if (!string.IsNullOrWhiteSpace(type.Description)) builder.Description(type.Description);
        if (type.HasBody) builder.Does(task.RunAsync);
        if (type.HasCriteria) builder.WithCriteria(task.ShouldRun, task.SkippedMessage);
        if (type.ContinuesOnError) builder.ContinueOnError();
        if (type.HandlesErrors) builder.OnError(exception => task.OnError(exception, context));
        if (type.HasFinally) builder.Finally(() => task.Finally(context));
        foreach (var dependency in type.Dependencies) builder.IsDependentOn(NameOf(dependency, "dependency"));
        foreach (var dependee in type.Dependees) builder.IsDependeeOf(NameOf(dependee, "reverse dependency"));
    }

    private static string NameOf(Type type, string role) =>
        type.IsAssignableTo(typeof(IFrostingTask))
            ? TaskType.NameOf(type)
            : throw new FrostingException($"The {role} '{TaskType.NameOf(type)}' is not a valid task.");
}
