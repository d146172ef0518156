using System.Collections.Immutable;

namespace Slipway.EndToEnd.Tests;

/// <summary>
/// A stack that stories deploy. A workspace gives it projects, an edge, a network, a domain and ports of its own, so the files say
/// <c>project: slipway-edge</c>, <c>network: caddy_net</c> and <c>project: name-environment</c>, and the templates have the keys
/// PROJECT_NAME, ROOT_DOMAIN, EDGE_HTTP_PORT and EDGE_HTTPS_PORT.
/// </summary>
/// <param name="Name">The stack's name, and its folder's under <c>compose</c>.</param>
/// <param name="Sources">Folders of the repository that a clone is made of, and what is taken from them.</param>
/// <param name="Ports">More ports that the host gives: the environment, and the key of its env template.</param>
internal sealed record TestStack(string Name, ImmutableArray<(string Folder, ImmutableArray<string> Paths)> Sources, ImmutableArray<(string Environment, string Key)> Ports)
{
    /// <summary>The stack that the repository is about.</summary>
    public static TestStack Makapix { get; } = new(
        "makapix",
        [("", ["compose/makapix", "caddy", "env-templates/makapix", "src/Showcase", ".gitignore"])],
        [("dev", "MQTT_PUBLIC_PORT"), ("prod", "MQTT_PUBLIC_PORT")]);

    /// <summary>One that is deployed in seconds, behind the same edge.</summary>
    public static TestStack Small { get; } = new(
        "small",
        [("", ["caddy/Caddyfile", "caddy/docker-compose.yml", "caddy/state", ".gitignore"]), ("tests/Slipway.EndToEnd.Tests/Stacks/small", ["."])],
        []);

    /// <summary>Whether deployments end with the proof of the isolation, where the stack asks for it. It takes seconds, which most stories can do without.</summary>
    public bool VerifiesIsolation { get; init; }

    /// <summary>The definition's path in a clone.</summary>
    public string Definition => $"compose/{Name}/stack.yaml";

    /// <summary>The path of an environment's env file in a clone.</summary>
    public string EnvFile(string environment) => $"compose/{Name}/.env.{environment}";

    /// <summary>The path of an environment's env template in a clone.</summary>
    public string EnvTemplate(string environment) => $"env-templates/{Name}/{environment}.env";
}
