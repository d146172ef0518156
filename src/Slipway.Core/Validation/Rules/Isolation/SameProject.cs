using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Found while the definition is read: what it finds is a <see cref="Problem"/>.</summary>
public sealed class SameProject : Rule
{
    /// <inheritdoc />
    public override string Id => StackRules.SameProjectRule;

    /// <inheritdoc />
    public override string Reason => "Compose tells containers, networks and volumes apart by their project, so two environments of one "
        + "project are one environment, with one set of data.";
}
