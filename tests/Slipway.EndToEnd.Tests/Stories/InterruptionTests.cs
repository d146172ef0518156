using Slipway.EndToEnd.Tests.Interruptions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>Deployments whose process is ended from outside.</summary>
[Collection(EndToEndStories.Name)]
public sealed class InterruptionTests(BuildUnderTest build, ITestOutputHelper output)
{
    /// <summary>Between any two steps and within each, whoever ends it and however it goes on: production serves, no row is lost, and nothing is left lying about.</summary>
    [DockerFact(Timeout = 2 * EndToEndStories.TimeoutMilliseconds)]
    public Task A_deployment_can_be_ended_at_every_point() => new Matrix(build, output).RunAsync();
}
