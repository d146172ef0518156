namespace Slipway.Engine.Ports;

/// <summary>
/// A wish to stop. A run asks for it between steps, where stopping is safe: the step in hand is finished first, and what was
/// done is undone.
/// </summary>
public sealed class StopRequest
{
    private volatile string? signal;

    /// <summary>The signal that asked, or null.</summary>
    public string? Signal => signal;

    /// <summary>Asks to stop.</summary>
    /// <returns>False where somebody asked before.</returns>
    public bool Ask(string name) => Interlocked.CompareExchange(ref signal, name, null) is null;
}
