using System.Collections.Immutable;
using System.Reflection;
using Cake.Frosting;

namespace Output;

/// <summary>The targets of an assembly: its public tasks.</summary>
internal static class TargetList
{
    public static ImmutableArray<Target> Of(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)))
            .Select(type => new Target(
                type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name,
                type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? ""))
            .OrderBy(target => target.Name, StringComparer.Ordinal),
    ];
}
