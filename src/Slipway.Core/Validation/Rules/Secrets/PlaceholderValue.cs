namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>
/// Nothing is left that somebody has to fill in. A file that does not exist yet is its template, which has placeholders by nature.
/// </summary>
public sealed class PlaceholderValue : EnvEntryRule
{
    /// <inheritdoc />
    public override string Id => "secrets/placeholder";

    /// <inheritdoc />
    public override string Reason => "A placeholder is a value that nobody chose and everybody knows; as a password it lets anybody in.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from read in facts.EnvFiles
        where !read.File.IsMissing
        from entry in read.File.Placeholders
        select Found(facts, read, entry, "the value is still a placeholder", isOwn: false);
}
