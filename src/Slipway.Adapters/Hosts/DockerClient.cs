using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Adapters.Hosts;

/// <summary>
/// The settings of the Docker client, as it reads them itself (docker/cli 28): <c>DOCKER_HOST</c>, else the context that
/// <c>DOCKER_CONTEXT</c> or its configuration names.
/// </summary>
/// <param name="variable">Reads a variable of the environment.</param>
/// <param name="home">The user's folder.</param>
public sealed class DockerClient(Func<string, string?> variable, string home)
{
    private const string Default = "unix:///var/run/docker.sock";

    private string Folder => variable("DOCKER_CONFIG") is { Length: > 0 } folder ? folder : Path.Combine(home, ".docker");

    /// <summary>Where the client finds the engine; null where its settings cannot be read.</summary>
    public string? Endpoint()
    {
        if (variable("DOCKER_HOST") is { Length: > 0 } host) return host;
        try
        {
            var context = variable("DOCKER_CONTEXT") is { Length: > 0 } named ? named : Configured();
            return context is null or "" or "default" ? Default : EndpointOf(context);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private string? Configured()
    {
        var file = Path.Combine(Folder, "config.json");
        return File.Exists(file) ? (string?)JsonNode.Parse(File.ReadAllText(file))?["currentContext"] : null;
    }

    // A context's folder is named by the SHA-256 of its name.
    private string? EndpointOf(string context)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        var file = Path.Combine(Folder, "contexts", "meta", name, "meta.json");
        return File.Exists(file) ? (string?)JsonNode.Parse(File.ReadAllText(file))?["Endpoints"]?["docker"]?["Host"] : null;
    }
}
