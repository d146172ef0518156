namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>
/// A container of one environment that the other reaches on the running host. Found by <see cref="Live.LiveCheck"/>, which has asked it.
/// </summary>
public sealed class LiveReach : Rule
{
    /// <summary>The rule's id.</summary>
    public const string RuleId = "isolation/live-reach";

    /// <inheritdoc />
    public override string Id => RuleId;

    /// <inheritdoc />
    public override bool IsLive => true;

    /// <inheritdoc />
    public override string Reason =>
        "Files say what should run, and only the running host shows what does: a name of the other environment that resolves, or a port "
        + "of it that connects, is one mistake away from its data.";
}
