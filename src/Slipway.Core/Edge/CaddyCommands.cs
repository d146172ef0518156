using Slipway.Core.Commands;
using Slipway.Core.Compose;

namespace Slipway.Core.Edge;

/// <summary>Commands that run inside the edge's container, on the local engine where no other platform is given.</summary>
public static class CaddyCommands
{
    private const string Configuration = $"{EdgeFile.Mount}/{EdgeFile.RulesPath}";
    private const string Staged = $"{EdgeFile.Mount}/{EdgeFile.StagedFolder}/{EdgeFile.RulesPath}";

    /// <summary>Adapts and checks the staged configuration, which Caddy reads neither at a reload nor at its next start.</summary>
    public static Command Validate(string container, IPlatform? platform = null) =>
        Exec(platform, container, "caddy", "validate", "--config", Staged, "--adapter", "caddyfile");

    /// <summary>Makes Caddy load the configuration.</summary>
    public static Command Reload(string container, IPlatform? platform = null) =>
        Exec(platform, container, "caddy", "reload", "--config", Configuration, "--adapter", "caddyfile");

    /// <summary>Prints what Caddy counts, in the Prometheus text format. Its admin address answers inside the container only.</summary>
    public static Command Metrics(string container, IPlatform? platform = null) =>
        Exec(platform, container, "wget", "-q", "-O", "-", "http://127.0.0.1:2019/metrics");

    /// <summary>Prints how many requests are in flight at each upstream; <see cref="InFlight"/> reads it.</summary>
    public static Command Upstreams(string container) =>
        DockerCommands.Exec(container, "wget", "-q", "-O", "-", "http://127.0.0.1:2019/reverse_proxy/upstreams");

    /// <summary>Reads a password from standard input and prints its bcrypt hash.</summary>
    public static Command HashPassword(string container) => DockerCommands.Exec(container, "caddy", "hash-password");

    private static Command Exec(IPlatform? platform, string container, params IEnumerable<string> command) =>
        (platform ?? ComposePlatform.Local).Exec(container, command);
}
