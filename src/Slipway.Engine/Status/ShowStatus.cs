using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Session;

namespace Slipway.Engine.Status;

/// <summary>Shows what runs, in every environment of the stack.</summary>
public sealed class ShowStatus(StackSession session)
{
    private readonly DockerQueries docker = new(session.Host.Commands);

    /// <summary>The environments in the order of the definition.</summary>
    public async Task<ImmutableArray<EnvironmentStatus>> RunAsync(CancellationToken cancellation) =>
        [.. await Task.WhenAll(session.Definition.Environments.Select(environment => ReadAsync(environment, cancellation)))];

    private async Task<EnvironmentStatus> ReadAsync(EnvironmentDefinition environment, CancellationToken cancellation)
    {
        var store = session.Store(environment.Name);
        var history = store.ReadHistory();
        var all = await docker.ContainersAsync(environment.Compose.Project, cancellation);
        var containers = all.Where(container => !container.IsOneOff).ToImmutableArray();
        var manifest = history.Current is { } current ? store.ReadManifest(current) : null;
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
                )
            );
        return new EnvironmentStatus(environment.Name, history.Current, session.Url(environment), [.. services])
        {
            Developers = DeveloperList.Parse(session.Host.Files.ReadText(session.Paths.Developers(environment.Name))).Names,
            Maintenance = session.Maintenance(environment).Read(),
            Worker = session.Worker(environment.Name),
            Interrupted = history.Interrupted,
        };
    }
}
