using Slipway.Core.Planning;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Keeps what people would see.</summary>
internal sealed class FakeReport : IReport
{
    public List<string> Lines { get; } = [];

    public void Say(string text) => Lines.Add($"say {text}");

    public void Warn(string text) => Lines.Add($"warn {text}");

    public IDisposable Activity(string title) => new Ending();

    public void Begin(Plan plan) => Lines.Add($"begin {plan.Intent.Target}");

    public void StepStarted(Step step) => Lines.Add($"started {step.Id}");

    public void StepLine(Step step, string line) => Lines.Add($"line of {step.Id}: {line}");

    public void StepDone(Step step, string evidence, TimeSpan elapsed) => Lines.Add($"done {step.Id} in {elapsed.TotalSeconds} s: {evidence}");

    public void StepFailed(Step step, string reason, TimeSpan elapsed) => Lines.Add($"failed {step.Id} in {elapsed.TotalSeconds} s: {reason}");

    public void UndoStarted(Step step) => Lines.Add($"undoing {step.Id}");

    public void UndoEnded(Step step, string? error, TimeSpan elapsed) => Lines.Add($"undone {step.Id}: {error ?? "well"}");

    public void End() => Lines.Add("end");

    private sealed class Ending : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
