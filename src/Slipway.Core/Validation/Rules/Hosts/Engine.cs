using Slipway.Core.Commands;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>The Docker engine answers and is new enough.</summary>
public sealed class Engine : HostRule
{
    private static readonly Version Least = new(25, 0);

    /// <inheritdoc />
    public override string Id => "host/engine";

    /// <inheritdoc />
    public override int Position => 1;

    /// <inheritdoc />
    public override string Reason =>
        "Everything runs on it, and an engine before version 25 ignores the start interval of health checks, so "
        + "that a deployment waits long for each service.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        const string name = "engine";
        yield return facts.Host switch
        {
            { EngineError: { } error } => new HostCheck(name, CheckStatus.Fail, $"it does not answer ({error.TrimEnd('.')})")
            {
                Fix =
                    "start it (`systemctl start docker`, or `"
                    + $"{Invocation.Script} --setup` installs and starts one), and check that this user may use it",
            },
            { EngineVersion: { } version } => ToolVersion.Check(
                name,
                version,
                Least,
                "25 or newer is needed",
                "install a newer Docker Engine (https://docs.docker.com/engine/install/)"
            ),
            _ => new HostCheck(name, CheckStatus.Unknown, "it was not asked"),
        };
    }
}
