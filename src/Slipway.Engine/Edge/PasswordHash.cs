using Slipway.Core.Edge;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Edge;

/// <summary>Hashes passwords with bcrypt, which Caddy does.</summary>
internal static class PasswordHash
{
    /// <summary>The hash of a password, which goes to Caddy on standard input; null where Caddy makes none.</summary>
    public static async Task<string?> MakeAsync(IRunCommands commands, string container, string password, CancellationToken cancellation)
    {
        var result = await commands.RunAsync(CaddyCommands.HashPassword(container), password + "\n", cancellation: cancellation);
        var hash = result.Output.Trim();
        return result.Succeeded && hash.StartsWith("$2", StringComparison.Ordinal) ? hash : null;
    }
}
