using System.Globalization;
using System.Security.Cryptography;

namespace Slipway.EndToEnd.Tests;

/// <summary>Everything on the host that belongs to a workspace, line by line, so that two moments can be compared.</summary>
internal static class HostSnapshot
{
    /// <summary>Takes it: containers with ids, states and times of start, images, volumes, networks, and every file with content, mode and time.</summary>
    public static async Task<string[]> TakeAsync(Workspace place) =>
    [
        .. await Own(place, "container", "ps", "--all", "--no-trunc", "--format", "{{.Names}} {{.ID}} {{.State}} {{.CreatedAt}}"),
        .. await Own(place, "image", "image", "ls", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"),
        .. await Own(place, "volume", "volume", "ls", "--format", "{{.Name}}"),
        .. await Own(place, "network", "network", "ls", "--no-trunc", "--format", "{{.Name}} {{.ID}}"),
        .. Directory.EnumerateFileSystemEntries(place.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Line),
    ];

    private static async Task<IEnumerable<string>> Own(Workspace place, string kind, params string[] command) =>
        (await Docker.LinesAsync(command)).Where(line => line.StartsWith(place.Name, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(line => $"{kind} {line}");

    private static string Line(string path)
    {
        var content = File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "folder";
        return string.Create(CultureInfo.InvariantCulture, $"file {path} {content} {File.GetUnixFileMode(path)} {File.GetLastWriteTimeUtc(path):O}");
    }
}
