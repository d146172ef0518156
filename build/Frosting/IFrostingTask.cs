using Cake.Core;

namespace Cake.Frosting;

/// <summary>A target: one unit of work of the build.</summary>
public interface IFrostingTask
{
    /// <summary>Shown when <see cref="ShouldRun"/> says no.</summary>
    string SkippedMessage { get; }

    /// <summary>Does the work.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the work is to be done in this run.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Called with what the work threw. Returning means that the error is dealt with, and the run goes on.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Called after the work, whether or not it failed.</summary>
    void Finally(ICakeContext context);
}
