using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Core.Commands;

namespace Slipway.Core.Validation.Hosts;

/// <summary>Versions of Docker's programs, which distributions write in ways of their own.</summary>
internal static partial class ToolVersion
{
    /// <summary>
    /// The first two numbers of a version such as <c>28.5.2+dfsg4</c>, <c>v2.24.0-desktop.1</c>; null where it does not begin with them.
    /// </summary>
    public static Version? Parse(string text) =>
        Pattern().Match(text) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
        && int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new Version(major, minor)
            : null;

    /// <summary>How a version is that has to be at least another one.</summary>
    public static HostCheck Check(string name, string version, Version least, string because, string fix) => Parse(version) switch
    {
        null => new HostCheck(name, CheckStatus.Unknown, $"its version '{version}' cannot be compared"),
        { } known when known < least => new HostCheck(name, CheckStatus.Fail, $"version {version}, but {because}") { Fix = fix },
        _ => new HostCheck(name, CheckStatus.Pass, $"version {version}"),
    };

    /// <summary>How a plugin of the Docker client is.</summary>
    /// <param name="host">The host.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="version">Its version; null where the client does not say.</param>
    /// <param name="check">How one of a version is.</param>
    public static HostCheck OfPlugin(HostFacts host, string name, string? version, Func<string, HostCheck> check) =>
        version is not null ? check(version)
        : host.IsKnown
            ? new HostCheck(name, CheckStatus.Fail, "the Docker client has no such plugin") { Fix = $"{Invocation.Script} --setup" }
        : new HostCheck(name, CheckStatus.Unknown, "the Docker client does not say");

    [GeneratedRegex(@"^v?(\d+)\.(\d+)")]
    private static partial Regex Pattern();
}
