using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>Compose is there and new enough.</summary>
public sealed class ComposePlugin : HostRule
{
    private static readonly Version Least = new(2, 24);

    /// <inheritdoc />
    public override string Id => "host/compose";

    /// <inheritdoc />
    public override int Position => 2;

    /// <inheritdoc />
    public override string Reason =>
        "Compose reads, merges and starts every environment, and one before version 2.24 does not know all of the files' keys.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        const string name = "Compose";
        yield return ToolVersion.OfPlugin(facts.Host, name, facts.Host.ComposeVersion, version =>
            ToolVersion.Check(
                name,
                version,
                Least,
                "2.24 or newer is needed",
                "install a newer plugin docker-compose-plugin (https://docs.docker.com/compose/install/linux/)"
            )
        );
    }
}
