using Slipway.Core.Planning;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>Shows nothing.</summary>
internal sealed class SilentReport : IReport
{
    public void Say(string text)
    {
    }

    public void Warn(string text)
    {
    }

    public IDisposable Activity(string title) => new CancellationTokenSource();

    public void Begin(Plan plan)
    {
    }

    public void StepStarted(Step step)
    {
    }

    public void StepLine(Step step, string line)
    {
    }

    public void StepDone(Step step, string evidence, TimeSpan elapsed)
    {
    }

    public void StepFailed(Step step, string reason, TimeSpan elapsed)
    {
    }

    public void UndoStarted(Step step)
    {
    }

    public void UndoEnded(Step step, string? error, TimeSpan elapsed)
    {
    }

    public void End()
    {
    }
}
