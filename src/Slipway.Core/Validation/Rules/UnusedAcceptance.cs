namespace Slipway.Core.Validation.Rules;

/// <summary>Found by <see cref="Verdict"/>, which alone knows what each exception was used for.</summary>
public sealed class UnusedAcceptance : Rule
{
    internal const string RuleId = "definition/unused-acceptance";

    /// <inheritdoc />
    public override string Id => RuleId;

    /// <inheritdoc />
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc />
    public override string Reason => "What is accepted and not needed any more would hide the next mistake at its place.";
}
