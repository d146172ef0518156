using Slipway.Core.Compose;

namespace Slipway.Core.Planning;

/// <summary>
/// What ties a service to one container, so that it is replaced in place and not rolling: its definition, stack.yaml, or what its
/// containers are seen to have. In words that follow "since"; null where nothing does.
/// </summary>
internal static class Ties
{
    public static string? Of(DesiredState desired, ObservedState observed, string service) =>
        (desired.Compose.Find(service) is { } definition ? OfDefinition(desired, definition) : null) ?? OfContainers(observed, service);

    public static string? OfDefinition(DesiredState desired, ComposeService service) =>
        desired.Environment.Singletons.Contains(service.Name)
            ? "stack.yaml says that it never runs twice"
            : ServiceTies.Of(desired.Compose, service);

    /// <summary>An image may declare volumes that no file tells of; the containers have them.</summary>
    public static string? OfContainers(ObservedState observed, string service) =>
        observed.Of(service).SelectMany(container => container.AnonymousVolumes).FirstOrDefault() is { } path
            ? $"it has a volume without a name at {path}"
            : null;
}
