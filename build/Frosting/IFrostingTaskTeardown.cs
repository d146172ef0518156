using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs after each task, failed and skipped ones too.</summary>
public interface IFrostingTaskTeardown
{
    /// <summary>Runs after each task, failed and skipped ones too.</summary>
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}
