namespace Slipway.Core.Planning;

/// <summary>The parts of the pipeline, in order.</summary>
public enum Phase
{
    /// <summary>What was planned is still true.</summary>
    Validate,

    /// <summary>The data is safe.</summary>
    Backup,

    /// <summary>The release's images exist, and the release is recorded.</summary>
    BuildImages,

    /// <summary>Networks and certificates exist, and the database has the release's schema.</summary>
    Migrate,

    /// <summary>The release's containers run and the edge has them.</summary>
    Up,

    /// <summary>The release answers.</summary>
    HealthCheck,

    /// <summary>Stopping an environment.</summary>
    Down,
}
