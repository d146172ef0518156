namespace Slipway.Core.Problems;

/// <summary>What a command tells its caller; the values are the process's exit codes.</summary>
public enum ExitCode
{
    /// <summary>Done, or nothing to do.</summary>
    Done = 0,

    /// <summary>A step failed.</summary>
    Failed = 1,

    /// <summary>Wrong usage or configuration.</summary>
    Usage = 2,

    /// <summary>Refused: locked, a stale plan, a gate.</summary>
    Refused = 3,
}
