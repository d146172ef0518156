using Slipway.Core.Problems;

namespace Slipway.Core.Validation.Rules;

/// <summary>Found while the files are read: what it finds is a <see cref="Problem"/>.</summary>
public sealed class InvalidDefinition : Rule
{
    /// <inheritdoc />
    public override string Id => Problem.InvalidRule;

    /// <inheritdoc />
    public override string Reason => "What cannot be read cannot be checked, and Compose might take it for something else, or need memory "
        + "and time without bounds for it.";
}
