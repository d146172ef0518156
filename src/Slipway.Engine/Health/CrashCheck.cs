using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Secrets;
using Slipway.Engine.Docker;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Health;

/// <summary>Fails when containers end, are started again or become unhealthy while something else goes on.</summary>
/// <param name="docker">Questions to the engine.</param>
/// <param name="redactor">Cleans what containers logged.</param>
/// <param name="containers">The containers as they are at the beginning; those that are not healthy are left out.</param>
public sealed class CrashCheck(DockerQueries docker, Redactor redactor, ImmutableArray<ObservedContainer> containers)
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<ObservedContainer> watched =
    [
        .. containers.Where(container => container.IsHealthy && !container.IsOneOff),
    ];

    /// <summary>Looks once.</summary>
    /// <exception cref="StepFailedException">A container is no longer as it was; its last lines are the evidence.</exception>
    /// <exception cref="Core.Problems.SlipwayException">The engine does not answer.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (watched.IsEmpty) return;
        var now = await docker.InspectAsync([.. watched.Select(container => container.Id)], cancellation);
        foreach (var container in watched)
        {
            var later = now.FirstOrDefault(candidate => candidate.Id == container.Id);
            if (container.TroubleBy(later) is not { } trouble)
                continue;
            if (later is null)
                await docker.RequireEngineAsync(cancellation);
            throw new StepFailedException(
                trouble,
                later is null ? [] : await Evidence.OfLogAsync(docker, container.Name, redactor, cancellation),
                container.Name
            );
        }
    }
}
