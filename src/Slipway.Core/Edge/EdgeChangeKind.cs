namespace Slipway.Core.Edge;

/// <summary>What becomes of a file of the edge.</summary>
public enum EdgeChangeKind
{
    /// <summary>It is new.</summary>
    Add,

    /// <summary>Its text changes.</summary>
    Change,

    /// <summary>It goes.</summary>
    Remove,

    /// <summary>Who passes the basic auth changes. Names and hashes are not shown.</summary>
    Users,
}
