namespace Slipway.Testing;

/// <summary>
/// A test that needs a Docker engine. Where none answers it is skipped with the reason; on a build server (<c>CI</c> is set) it runs
/// and fails, since a test that is always skipped proves nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute : FactAttribute
{
    /// <summary>Asks the engine once a test run.</summary>
    public DockerFactAttribute()
    {
        Skip = DockerEngine.ReasonToSkip;
    }
}
