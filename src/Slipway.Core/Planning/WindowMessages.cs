using System.Globalization;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>What an operator is told outside of a maintenance window.</summary>
public static class WindowMessages
{
    /// <summary>The window is closed.</summary>
    public static Failure Closed(Intent intent, MaintenanceWindow window, DateTimeOffset now)
    {
        var opening = window.NextOpening(now);
        return new Failure($"{intent.Target} was refused: {intent.Environment} may not get a release now.")
        {
            Why = string.Create(
                CultureInfo.InvariantCulture,
                $"it may at these times only: {window}; the next one begins on {opening:yyyy-MM-dd} at {opening:HH:mm} UTC."
            ),
            Do = "run it then, or, where it cannot wait, with --now.",
            Now = Failure.NothingChanged,
        };
    }
}
