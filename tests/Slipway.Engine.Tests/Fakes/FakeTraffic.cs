using Slipway.Core.Stack;
using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Visitors who notice what a test says.</summary>
internal sealed class FakeTraffic : ITrafficProbe, ITrafficMeter
{
    /// <summary>The targets of each measurement, in order.</summary>
    public List<ImmutableArray<TrafficTarget>> Measured { get; } = [];

    /// <summary>What happened to meters, in order.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The figures that are read.</summary>
    public Func<ImmutableArray<TrafficFigures>> Figures { get; set; } = () => [];

    public ITrafficMeter Measure(ImmutableArray<TrafficTarget> targets)
    {
        Measured.Add(targets);
        return this;
    }

    public void Touch() => Lines.Add("touch");

    public void Reopen(EnvironmentName environment) => Lines.Add($"reopen {environment}");

    public Task EndAsync()
    {
        Lines.Add("last");
        return Task.CompletedTask;
    }

    public ImmutableArray<TrafficFigures> Read()
    {
        Lines.Add("read");
        return Figures();
    }

    public ValueTask DisposeAsync()
    {
        Lines.Add("ended");
        return ValueTask.CompletedTask;
    }
}
