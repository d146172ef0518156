using System.Reflection;
using Cake.Core;

namespace Cake.Frosting;

/// <summary>What a task's class says of it: its attributes, its context, which members it has of its own.</summary>
internal sealed class TaskType
{
    private readonly Type type;
    private readonly Type? taskBase;

    public TaskType(Type type)
    {
        this.type = type;
        taskBase = BaseTypes(type).Where(candidate => candidate.IsGenericType).FirstOrDefault(candidate =>
            candidate.GetGenericTypeDefinition() is var definition
            && (definition == typeof(FrostingTask<>) || definition == typeof(AsyncFrostingTask<>)));
    }

    public string Name => NameOf(type);

    public string? Description => type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description;

    public bool ContinuesOnError => type.GetCustomAttribute<ContinueOnErrorAttribute>() is not null;

    public IEnumerable<Type> Dependencies => type.GetCustomAttributes<IsDependentOnAttribute>().Select(attribute => attribute.Task);

    public IEnumerable<Type> Dependees => type.GetCustomAttributes<IsDependeeOfAttribute>().Select(attribute => attribute.Task);

    /// <summary>The context that the task asks for.</summary>
    public Type Context => taskBase?.GenericTypeArguments[0] ?? typeof(ICakeContext);

    /// <summary>A task without a body only groups others: the engine reports it so.</summary>
    public bool HasBody => Overrides(nameof(FrostingTask.Run), Context) || Overrides(nameof(AsyncFrostingTask.RunAsync), Context);

    public bool HasCriteria => Overrides(nameof(IFrostingTask.ShouldRun), Context);

    public bool HandlesErrors => Overrides(nameof(IFrostingTask.OnError), typeof(Exception), Context);

    public bool HasFinally => Overrides(nameof(IFrostingTask.Finally), Context);

    public static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;

    // A class that implements the interface itself has every member of its own.
    private bool Overrides(string method, params Type[] parameters) =>
        taskBase is null || (type.GetMethod(method, parameters) is { } found && found.DeclaringType != taskBase);

    private static IEnumerable<Type> BaseTypes(Type type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType) yield return current;
    }
}
