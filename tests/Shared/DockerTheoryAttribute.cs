namespace Slipway.Testing;

/// <summary>As <see cref="DockerFactAttribute"/>, for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerTheoryAttribute : TheoryAttribute
{
    /// <summary>Asks the engine once a test run.</summary>
    public DockerTheoryAttribute()
    {
        Skip = DockerEngine.ReasonToSkip;
    }
}
