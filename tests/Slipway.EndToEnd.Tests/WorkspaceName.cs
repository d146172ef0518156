using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Tests;

/// <summary>
/// Begins the name of everything that a workspace makes. It says which process made it and when, so that a later run can tell
/// what is left of a run that was ended from what another run uses at this moment.
/// </summary>
internal static partial class WorkspaceName
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);
    private static int number;

    /// <summary>A name that nothing else has.</summary>
    public static string Next() => string.Create(CultureInfo.InvariantCulture,
        $"e2e{Environment.ProcessId}x{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}n{Interlocked.Increment(ref number)}");

    /// <summary>The workspace's name at the beginning of a name; null for anything that no workspace made.</summary>
    public static string? At(string name) => Pattern().Match(name) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>Whether nobody can be using the workspace any more.</summary>
    public static bool IsLeftOver(string name)
    {
        var match = Pattern().Match(name);
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture));
        return age > Longest || !Runs(int.Parse(match.Groups["process"].ValueSpan, CultureInfo.InvariantCulture));
    }

    private static bool Runs(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A(?<name>e2e(?<process>[0-9]{1,9})x(?<seconds>[0-9]{9,11})n[0-9]+)(-|\z)")]
    private static partial Regex Pattern();
}
