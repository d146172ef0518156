using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs after the last task, after a failed task and after a failed setup.</summary>
public interface IFrostingTeardown
{
    /// <summary>Runs after the last task, after a failed task and after a failed setup.</summary>
    void Teardown(ICakeContext context, ITeardownContext info);
}
