namespace Slipway.Core.Compose;

/// <summary>What the rules of this folder ask of a container; what was observed of one says it.</summary>
public interface IComposeContainer
{
    /// <summary>The container's name.</summary>
    string Name { get; }

    /// <summary>The service it belongs to; empty for none.</summary>
    string Service { get; }

    /// <summary>Whether it was started next to the service's own containers, to run once.</summary>
    bool IsOneOff { get; }

    /// <summary>Whether it runs and, where that is checked, is healthy.</summary>
    bool IsHealthy { get; }

    /// <summary>Whether it runs, healthy or not.</summary>
    bool IsRunning { get; }
}
