using System.Collections.Immutable;
using Slipway.Core.Environments;
using Slipway.Core.Health;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>Reads what a run's traffic is measured at: the public routes of each environment's release, where it runs.</summary>
/// <param name="host">The ports of the machine.</param>
/// <param name="location">Where the stack's files lie.</param>
public sealed class TrafficReader(Host host, StackLocation location)
{
    private readonly DockerQueries docker = new(host.Commands);

    /// <summary>
    /// The addresses of all environments of a stack. Of one that runs and cannot be measured, the operator is told why; that is no failure.
    /// </summary>
    /// <param name="stack">The definition.</param>
    /// <param name="httpsPort">The edge's port for HTTPS on this host.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ImmutableArray<TrafficTarget>> ReadAsync(StackDefinition stack, int httpsPort, CancellationToken cancellation) =>
        [
            .. (
                await Task.WhenAll(stack.Environments.Select(environment => ReadAsync(stack, environment, httpsPort, cancellation)))
            ).SelectMany(targets => targets),
        ];

    private async Task<ImmutableArray<TrafficTarget>> ReadAsync(
        StackDefinition stack,
        EnvironmentDefinition environment,
        int httpsPort,
        CancellationToken cancellation
    )
    {
        try
        {
            var paths = new StatePaths(location.StateRoot, stack.Name);
            var store = new ReleaseStore(host.Files, paths, environment.Name);
            if (WrittenRelease.Read(store, store.ReadHistory().Current) is not { } release) return [];
            if (!(await docker.ContainersAsync(environment.Compose.Project, cancellation)).Any(container => container.IsHealthy)) return [];
            if (Values(environment) is not { } values) return NotMeasured($"there is no {environment.Compose.EnvFile}");
            var (resolved, _, missing) = EnvironmentResolution.Resolve(stack, environment, release.Over(values));
            if (!missing.IsEmpty) return NotMeasured($"{environment.Compose.EnvFile} lacks {string.Join(", ", missing)}");
            var pass = new MaintenanceSwitch(host.Files, paths.Maintenance(environment.Compose.Project)).ReadPass();
            return [.. TrafficTargets.Of(release.Complete(resolved), httpsPort).Select(target => target with { Pass = pass })];
        }
        catch (SlipwayException error)
        {
            // A figure that is missing is no reason not to deploy.
            return NotMeasured(error.Failure.What);
        }

        ImmutableArray<TrafficTarget> NotMeasured(string why)
        {
            host.Report.Warn($"the traffic of {environment.Name} is not measured: {why}");
            return [];
        }
    }

    private ImmutableSortedDictionary<string, string>? Values(EnvironmentDefinition environment)
    {
        if (environment.Compose.EnvFile is not { } name)
            return ImmutableSortedDictionary<string, string>.Empty;
        return host.Files.ReadText(location.Resolve(name)) is { } text
            ? EnvFile.Parse(text, name).Values.ToImmutableSortedDictionary(StringComparer.Ordinal)
            : null;
    }
}
