using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;

namespace Slipway.Engine.Session;

/// <summary>Refuses releases that must not be made. What goes back to an earlier release, or stops one, always passes.</summary>
public interface IReleaseGate
{
    /// <summary>Begins to look at the stack, while others observe the environment.</summary>
    /// <param name="intent">What is planned.</param>
    /// <param name="loaded">What was read for it.</param>
    /// <param name="cancellation">Ends it.</param>
    IPendingVerdict Begin(Intent intent, LoadedEnvironment loaded, CancellationToken cancellation);
}

/// <summary>A verdict that is being made. Its owner disposes of it, so that nothing goes on behind the owner's back.</summary>
public interface IPendingVerdict : IAsyncDisposable
{
    /// <summary>Waits for the verdict and refuses a plan that makes a release against it. Warnings are told.</summary>
    /// <exception cref="SlipwayException">The release must not be made.</exception>
    Task RequireAsync(Plan plan);
}
