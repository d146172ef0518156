using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Has no effect but a line in a journal. Of actions with the one command <c>do NAME</c> or <c>undo NAME</c>, a test names those that do more.</summary>
internal sealed class FakeStepRunner(List<string> journal) : IStepRunner
{
    /// <summary>What happens in place of success, by the action's command line.</summary>
    public Dictionary<string, Action> Instead { get; } = [];

    /// <summary>How long services were down, by the action's command line.</summary>
    public Dictionary<string, ImmutableSortedDictionary<string, double>> DowntimeSeconds { get; } = [];

    public Task<StepEvidence> RunAsync(StepAction action, Action<string> onLine, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var line = action.Effects.Single();
        journal.Add(line);
        onLine($"output of {line}");
        if (Instead.TryGetValue(line, out var act)) act();
        return Task.FromResult(new StepEvidence($"{line} worked") { DowntimeSeconds = DowntimeSeconds.GetValueOrDefault(line) });
    }
}
