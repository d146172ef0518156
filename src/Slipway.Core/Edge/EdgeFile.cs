using Slipway.Core.Json;
using Slipway.Core.Secrets;

namespace Slipway.Core.Edge;

/// <summary>A file of the edge's state folder that Caddy reads.</summary>
/// <param name="Path">The path within that folder, for example <c>sites/makapix-dev.caddy</c>.</param>
/// <param name="Fingerprint">SHA-256 of the content, or for a users file of user and password.</param>
public sealed record EdgeFile(string Path, string Fingerprint)
{
    /// <summary>The name under which the edge's rendered Compose file is remembered.</summary>
    public const string ComposePath = "compose";

    /// <summary>The edge's own rules, which Caddy is started with.</summary>
    public const string RulesPath = "Caddyfile";

    /// <summary>Where the edge's container has the state folder.</summary>
    public const string Mount = "/etc/caddy/state";

    /// <summary>The folder within it in which files are tried before Caddy gets them.</summary>
    public const string StagedFolder = "staged";

    /// <summary>The content; null for a users file, whose hash is computed when it is written, and for a removed file.</summary>
    public Secret? Text { get; init; }

    /// <summary>For a users file: the user whose password is hashed.</summary>
    public string? User { get; init; }

    /// <summary>Whether these are the edge's own rules, which no release brings and none takes away.</summary>
    public bool IsRules => Path == RulesPath;

    /// <summary>Whether the file is to be removed.</summary>
    public bool IsRemoved => Text is null && User is null;

    /// <summary>A file with this content.</summary>
    public static EdgeFile Of(string path, string text) => new(path, CanonicalJson.Sha256(text)) { Text = text };

    /// <summary>A file of users with this user.</summary>
    public static EdgeFile Users(string path, string user, Secret password) =>
        new(path, CanonicalJson.Sha256($"{user}:{password.Reveal()}")) { User = user };

    /// <summary>Whether this is the file of users that has this password.</summary>
    public bool HasPassword(Secret password) => User is { } user && Users(Path, user, password).Fingerprint == Fingerprint;

    /// <summary>A file that is not to be there.</summary>
    public static EdgeFile Removed(string path) => new(path, "");
}
