namespace Slipway.EndToEnd.Tests;

/// <summary>Questions and orders to the Docker engine, past the product.</summary>
internal static class Docker
{
    /// <summary>Runs docker, which has to succeed; returns what it printed.</summary>
    public static async Task<string> RunAsync(params IEnumerable<string> arguments) =>
        (await RunningProgram.RunAsync("docker", arguments, Path.GetTempPath())).MustEndWith(0).Output;

    /// <summary>The same, as lines.</summary>
    public static async Task<string[]> LinesAsync(params IEnumerable<string> arguments) =>
        (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The names of the volumes that begin so.</summary>
    public static Task<string[]> VolumesAsync(string prefix) => NamesAsync(prefix, "volume", "ls", "--format", "{{.Name}}");

    /// <summary>The names of the containers that begin so, stopped ones included.</summary>
    public static Task<string[]> ContainersAsync(string prefix) => NamesAsync(prefix, "ps", "--all", "--format", "{{.Names}}");

    /// <summary>The names of the networks that begin so.</summary>
    public static Task<string[]> NetworksAsync(string prefix) => NamesAsync(prefix, "network", "ls", "--format", "{{.Name}}");

    /// <summary>The references of the images that begin so.</summary>
    public static Task<string[]> ImagesAsync(string prefix) => NamesAsync(prefix, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}");

    /// <summary>Something of a container, as a Go template.</summary>
    public static async Task<string> InspectAsync(string container, string format) => (await RunAsync("container", "inspect", "--format", format, container)).Trim();

    /// <summary>Removes all whose name begins so.</summary>
    public static async Task RemoveAsync(string prefix)
    {
        await RemoveAsync(await ContainersAsync(prefix), "rm", "--force", "--volumes");
        await RemoveAsync(await NetworksAsync(prefix), "network", "rm");
        await RemoveAsync(await VolumesAsync(prefix), "volume", "rm", "--force");
        await RemoveAsync(await ImagesAsync(prefix), "image", "rm", "--force");
    }

    private static async Task RemoveAsync(string[] names, params IEnumerable<string> command)
    {
        if (names.Length > 0) await RunAsync([.. command, .. names]);
    }

    // Docker's own name filters match anywhere in a name, or by a regular expression: what is removed has to begin exactly so.
    private static async Task<string[]> NamesAsync(string prefix, params IEnumerable<string> command) =>
        [.. (await LinesAsync(command)).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
