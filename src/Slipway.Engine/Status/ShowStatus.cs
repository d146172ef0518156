using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Planning;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Session;

namespace Slipway.Engine.Status;

/// <summary>Shows what runs, in every environment of the stack.</summary>
public sealed class ShowStatus(StackSession session)
{
    private readonly DockerQueries docker = new(session.Host.Commands);

    /// <summary>The environments in the order of the definition.</summary>
    public async Task<ImmutableArray<EnvironmentStatus>> RunAsync(CancellationToken cancellation)
    {
        var edge = EdgeAsync(cancellation);
        return
        [
            .. await Task.WhenAll(
                session.Definition.Environments.Select(environment => ReadAsync(environment, edge, cancellation))
            ),
        ];
    }

    private async Task<string?> EdgeAsync(CancellationToken cancellation)
    {
        var edge = session.Definition.Edge;
        var containers = await docker.ContainersAsync(edge.Compose.Project, cancellation);
        return EdgeContainer.Among(containers, edge) switch
        {
            not { IsRunning: true } => "the edge does not run",
            var container when container.On(edge.Network) is null => $"the edge is not on network {edge.Network}",
            _ => null,
        };
    }

    private async Task<EnvironmentStatus> ReadAsync(EnvironmentDefinition environment, Task<string?> edge, CancellationToken cancellation)
    {
        var store = session.Store(environment.Name);
        var history = store.ReadHistory();
        var all = await docker.ContainersAsync(environment.Compose.Project, cancellation);
        var containers = all.Where(container => !container.IsOneOff).ToImmutableArray();
        var manifest = history.Current is { } current ? store.ReadManifest(current) : null;
        var model = manifest is null ? null : store.ReadModel(manifest);
        var observed = new ObservedState { Containers = all };
        var services = containers
            .Select(container => container.Service)
            .Concat(manifest?.Services.Keys ?? [])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(service =>
                ServiceStatus.Of(
                    service,
                    [.. containers.Where(container => container.Service == service)],
                    manifest?.Services.GetValueOrDefault(service)
                ) with
                {
                    Missing = model?.Find(service) is null ? "" : Lack.Of(model, observed, service).Text,
                }
            );
        return new EnvironmentStatus(environment.Name, history.Current, session.Url(environment), [.. services])
        {
            Developers = DeveloperList.Parse(session.Host.Files.ReadText(session.Paths.Developers(environment.Name))).Names,
            Maintenance = session.Maintenance(environment).Read(),
            Worker = session.Worker(environment.Name),
            Interrupted = history.Interrupted,
            EdgeTrouble = manifest is null ? null : await edge,
        };
    }
}
