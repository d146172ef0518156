using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Visitors who notice what a test says.</summary>
internal sealed class FakeTraffic : ITrafficProbe, ITrafficWatch
{
    /// <summary>The targets of each watch, in order.</summary>
    public List<ImmutableArray<TrafficTarget>> Watched { get; } = [];

    /// <summary>What happened to watches, in order.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The figures that are read.</summary>
    public Func<ImmutableArray<TrafficFigures>> Figures { get; set; } = () => [];

    public ITrafficWatch Watch(ImmutableArray<TrafficTarget> targets)
    {
        Watched.Add(targets);
        return this;
    }

    public void Touch() => Lines.Add("touch");

    public void Reopen(string environment) => Lines.Add($"reopen {environment}");

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
