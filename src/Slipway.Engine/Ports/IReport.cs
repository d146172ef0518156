using Slipway.Core.Planning;

namespace Slipway.Engine.Ports;

/// <summary>Shows people what happens. Nothing secret reaches it.</summary>
public interface IReport
{
    /// <summary>Says something that is worth a line.</summary>
    void Say(string text);

    /// <summary>Says something that the operator should not miss.</summary>
    void Warn(string text);

    /// <summary>Shows a running activity outside of steps (reading, observing) until the result is disposed of.</summary>
    IDisposable Activity(string title);

    /// <summary>Steps will follow, in this order.</summary>
    void Begin(Plan plan);

    /// <summary>A step starts.</summary>
    void StepStarted(Step step);

    /// <summary>The running step printed a line.</summary>
    void StepLine(Step step, string line);

    /// <summary>A step is done.</summary>
    /// <param name="step">The step.</param>
    /// <param name="evidence">What it showed, one line; may be empty.</param>
    /// <param name="elapsed">How long it took.</param>
    void StepDone(Step step, string evidence, TimeSpan elapsed);

    /// <summary>A step failed.</summary>
    void StepFailed(Step step, string reason, TimeSpan elapsed);

    /// <summary>The undo of a step starts.</summary>
    void UndoStarted(Step step);

    /// <summary>The undo of a step ended; <paramref name="error"/> is null where it went well.</summary>
    void UndoEnded(Step step, string? error, TimeSpan elapsed);

    /// <summary>No more steps.</summary>
    void End();
}
