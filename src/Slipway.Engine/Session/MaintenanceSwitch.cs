using System.Globalization;
using Slipway.Core.Edge;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>
/// Switches the maintenance of a Compose project at the edge, by files that Caddy looks for at each request: no reload, and no
/// deployment changes it.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="folder">The project's folder among those that the edge reads.</param>
public sealed class MaintenanceSwitch(IFiles files, string folder)
{
    private const int PassLength = 48;

    private string OnPath => $"{folder}/on";

    private string PassPath => $"{folder}/pass";

    private string AllowFolder => $"{folder}/allow";

    /// <summary>The maintenance that is on, or null. To Caddy, the file means that it is on whatever stands in it.</summary>
    public MaintenanceState? Read() =>
        files.ReadText(OnPath) is { } seconds
            ? new MaintenanceState(
                int.TryParse(
                    seconds,
                    NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? TimeSpan.FromSeconds(number)
                    : MaintenanceState.DefaultRetryAfter,
                [.. files.ListFiles(AllowFolder)]
            )
            : null;

    /// <summary>What lets Slipway's own questions through; null before there was any maintenance.</summary>
    public string? ReadPass() => files.ReadText(PassPath);

    /// <summary>Switches it on, or changes it.</summary>
    /// <param name="state">What visitors get.</param>
    /// <param name="randomText">Random text of a length, for the pass.</param>
    public void On(MaintenanceState state, Func<int, string> randomText)
    {
        // It stays for ever, so that no run has one that is out of date.
        if (ReadPass() is null) files.WriteText(PassPath, randomText(PassLength));
        foreach (var address in files.ListFiles(AllowFolder).Except(state.Allowed)) files.Delete($"{AllowFolder}/{address}");
        foreach (var address in state.Allowed) files.WriteText($"{AllowFolder}/{address}", "");
        files.WriteText(OnPath, ((int)state.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Switches it off.</summary>
    public void Off()
    {
        files.Delete(OnPath);
        files.DeleteFolder(AllowFolder);
    }
}
