using System.Collections;

namespace Slipway.Adapters.Processes;

/// <summary>
/// The environment that programs inherit: what they need to find themselves, Docker and the network, and nothing else. Docker
/// Compose gives the shell's variables precedence over an env file, so that a forgotten <c>export</c> would end up in a container.
/// </summary>
internal static class InheritedVariables
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LANG", "TMPDIR", "TZ", "SSH_AUTH_SOCK",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    };

    private static readonly string[] Prefixes = ["LC_", "DOCKER_", "BUILDX_", "BUILDKIT_", "XDG_", "SSL_CERT_"];

    // Without these no program starts on Windows, or it finds neither its settings nor a folder for temporary files.
    private static readonly HashSet<string> WindowsNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "PATHEXT", "SystemRoot", "SystemDrive", "ComSpec", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
        "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432",
    };

    /// <summary>Those of the variables that are handed on.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IDictionary variables) =>
        from DictionaryEntry variable in variables
        let name = (string)variable.Key
        where IsInherited(name)
        select KeyValuePair.Create(name, (string?)variable.Value ?? "");

    private static bool IsInherited(string name) =>
        Names.Contains(name)
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        || (OperatingSystem.IsWindows() && WindowsNames.Contains(name));
}
