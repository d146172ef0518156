using Slipway.Core.Health;
using Slipway.Core.Secrets;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>An edge that answers as a test says; 200 where it says nothing.</summary>
internal sealed class FakeProbe : IProbe
{
    public List<string> Asked { get; } = [];

    public Func<Probe, ProbeResult> Answer { get; set; } = _ => new ProbeResult(200, "");

    public IProbe WithPass(Func<string?> pass) => this;

    /// <summary>Where set, how it is answered instead: later, or never.</summary>
    public Func<Probe, CancellationToken, Task<ProbeResult>>? AnswerLater { get; set; }

    public Task<ProbeResult> AskAsync(Probe probe, string? user, Secret? password, CancellationToken cancellation)
    {
        Asked.Add($"{probe.Url} at {probe.Port} as {user ?? "nobody"}:{password?.Reveal()}");
        return AnswerLater is { } later ? later(probe, cancellation) : Task.FromResult(Answer(probe));
    }
}
