namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>
/// Something shared on purpose that an environment does not reach on the running host. Found by <see cref="Live.LiveCheck"/>, which has
/// asked it.
/// </summary>
public sealed class LiveShared : Rule
{
    /// <summary>The rule's id.</summary>
    public const string RuleId = "isolation/live-shared";

    /// <inheritdoc />
    public override string Id => RuleId;

    /// <inheritdoc />
    public override bool IsLive => true;

    /// <inheritdoc />
    public override string Reason => "What both environments share is what both stop with; and a probe "
        + "that reaches nothing at all proves nothing about the rest.";
}
