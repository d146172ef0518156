using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>Buildx is there.</summary>
public sealed class BuildxPlugin : HostRule
{
    /// <inheritdoc />
    public override string Id => "host/buildx";

    /// <inheritdoc />
    public override int Position => 3;

    /// <inheritdoc />
    public override string Reason => "Compose builds images by Buildx, and without it a deployment fails at its first build.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        const string name = "Buildx";
        yield return ToolVersion.OfPlugin(facts.Host, name, facts.Host.BuildxVersion, version => new HostCheck(
            name,
            CheckStatus.Pass,
            $"version {version}"
        ));
    }
}
