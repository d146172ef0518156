using System.Collections.Immutable;
using Slipway.Core.Planning;

namespace Slipway.Engine.Runs;

/// <summary>All handlers. A class that derives from <see cref="ActionHandler{TAction}"/> is one; nothing else has to name it.</summary>
public static class HandlerBook
{
    /// <summary>The handlers in the order of their names.</summary>
    public static ImmutableArray<IActionHandler> Handlers { get; } =
    [
        .. typeof(IActionHandler).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IActionHandler)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IActionHandler)Activator.CreateInstance(type)!),
    ];

    /// <summary>The handler of an action.</summary>
    public static IActionHandler Of(StepAction action) => Handlers.Single(handler => handler.Action == action.GetType());
}
