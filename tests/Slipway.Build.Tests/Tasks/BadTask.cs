using Cake.Core;
using Cake.Frosting;

namespace Slipway.Build.Tests.Tasks;

/// <summary>Breaks every rule; abstract, so that no host takes it for a task.</summary>
[ContinueOnError]
[TaskName("Another")]
internal abstract class BadTask : FrostingTask
{
    public override void OnError(Exception exception, ICakeContext context)
    {
    }
}
