using Slipway.Core.Problems;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Found while the definition is read: what it finds is a <see cref="Problem"/>.</summary>
public sealed class SameProject : Rule
{
    internal const string RuleId = "isolation/same-project";

    /// <inheritdoc />
    public override string Id => RuleId;

    /// <inheritdoc />
    public override string Reason => "Compose tells containers, networks and volumes apart by their project, so two environments of one project are one environment, with one set of data.";
}
