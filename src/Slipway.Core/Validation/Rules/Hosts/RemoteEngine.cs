using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>The engine runs on the host that this program runs on.</summary>
public sealed class RemoteEngine : HostRule
{
    /// <inheritdoc />
    public override string Id => "host/remote-engine";

    /// <inheritdoc />
    public override int Position => 12;

    /// <inheritdoc />
    public override string Reason =>
        "Mounts of files and folders, the edge's files and the backups lie on this host; another one would mount empty folders in their "
        + "place.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        const string name = "engine's host";
        if (facts.Host.EngineEndpoint is not { } endpoint) yield break;
        yield return IsLocal(endpoint)
            ? new HostCheck(name, CheckStatus.Pass, "this one")
            : new HostCheck(name, CheckStatus.Fail, $"the client is set to the engine at {endpoint}")
            {
                Fix = "run the targets on the server itself, with DOCKER_HOST unset and `docker context use default`",
            };
    }

    private static bool IsLocal(string endpoint) =>
        endpoint.StartsWith("unix:", StringComparison.Ordinal)
        || endpoint.StartsWith("npipe:", StringComparison.Ordinal)
        || (Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.IsLoopback);
}
