using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>A time service holds the clock right.</summary>
public sealed class Clock : HostRule
{
    /// <inheritdoc />
    public override string Id => "host/clock";

    /// <inheritdoc />
    /// <remarks>A virtual machine whose clock its host holds right looks the same as one whose clock nobody does.</remarks>
    public override Severity Severity => Severity.Info;

    /// <inheritdoc />
    public override int Position => 10;

    /// <inheritdoc />
    public override string Reason =>
        "Certificates, session tokens and releases go by the clock, and one that drifts breaks them in ways that look like something else.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        const string name = "clock";
        yield return facts.Host.ClockIsSynchronized switch
        {
            true => new HostCheck(name, CheckStatus.Pass, "a time service keeps it synchronized"),
            false => new HostCheck(name, CheckStatus.Warn, "no time service keeps it synchronized")
            {
                Fix = "apt-get install systemd-timesyncd && timedatectl set-ntp true",
            },
            null => new HostCheck(name, CheckStatus.Unknown, "the kernel was not asked, or does not say"),
        };
    }
}
