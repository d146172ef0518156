using Slipway.Core.Planning;
using Slipway.Engine.Ports;

namespace Output;

/// <summary>
/// A report whose failures do not reach those who tell it something: what is run must not depend on whether it can be shown. Where it
/// fails, for example since a terminal cannot be drawn on any more, the plain one takes over.
/// </summary>
/// <param name="report">The report.</param>
/// <param name="plain">What takes over; it writes lines and does nothing else that could fail.</param>
internal sealed class GuardedReport(IReport report, PlainReport plain) : IReport
{
    private volatile IReport current = report;
    private Slipway.Core.Planning.Plan? plan;

    /// <summary>What shows it.</summary>
    public IReport Current => current;

    /// <inheritdoc />
    public void Say(string text) => Tell(to => to.Say(text));

    /// <inheritdoc />
    public void Warn(string text) => Tell(to => to.Warn(text));

    /// <inheritdoc />
    public IDisposable Activity(string title)
    {
        IDisposable activity = Disposable.Empty;
        Tell(to => activity = to.Activity(title));
        return new Ending(() => Tell(_ => activity.Dispose()));
    }

    /// <inheritdoc />
    public void Begin(Slipway.Core.Planning.Plan plan)
    {
        this.plan = plan;
        Tell(to => to.Begin(plan));
    }

    /// <inheritdoc />
    public void StepStarted(Step step) => Tell(to => to.StepStarted(step));

    /// <inheritdoc />
    public void StepLine(Step step, string line) => Tell(to => to.StepLine(step, line));

    /// <inheritdoc />
    public void StepDone(Step step, string evidence, TimeSpan elapsed) => Tell(to => to.StepDone(step, evidence, elapsed));

    /// <inheritdoc />
    public void StepFailed(Step step, string reason, TimeSpan elapsed) => Tell(to => to.StepFailed(step, reason, elapsed));

    /// <inheritdoc />
    public void UndoStarted(Step step) => Tell(to => to.UndoStarted(step));

    /// <inheritdoc />
    public void UndoEnded(Step step, string? error, TimeSpan elapsed) => Tell(to => to.UndoEnded(step, error, elapsed));

    /// <inheritdoc />
    public void End() => Tell(to => to.End());

    private void Tell(Action<IReport> what)
    {
        var to = current;
        if (IsTold(to, what) || to == plain) return;
        current = plain;
        IsTold(plain, again =>
        {
            if (plan is not null) again.Begin(plan);
            what(again);
        });
    }

    private static bool IsTold(IReport to, Action<IReport> what)
    {
        try
        {
            what(to);
            return true;
        }
#pragma warning disable CA1031 // Do not catch general exception types: whatever it is, it concerns the report alone.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private sealed class Ending(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
