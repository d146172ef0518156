namespace Slipway.Core.Validation.Hosts;

/// <summary>
/// A rule over the host. It looks at everything of its kind; what is not as it should be is a breach, and <c>Doctor</c> shows the rest too.
/// </summary>
public abstract class HostRule : Rule
{
    /// <summary>Where its checks stand among those of the other rules; the lowest first.</summary>
    public abstract int Position { get; }

    /// <summary>What it looks at, and how that is.</summary>
    public abstract IEnumerable<HostCheck> Look(StackFacts facts);

    /// <inheritdoc />
    public sealed override IEnumerable<Finding> Check(StackFacts facts) =>
        from check in Look(facts)
        where check.Status is CheckStatus.Warn or CheckStatus.Fail
        select Found(check.Place, $"{check.Name}: {check.Detail}", check.Fix, check.Environments) with
        {
            Severity = check.Status == CheckStatus.Fail ? Severity.Error : Severity == Severity.Info ? Severity.Info : Severity.Warning,
        };
}
