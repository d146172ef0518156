using Slipway.Engine.Edge;

namespace Output;

/// <summary>Who was given access or lost it, in words.</summary>
internal static class DeveloperText
{
    /// <summary>The lines after AddDeveloper.</summary>
    public static IEnumerable<string> Added(DeveloperOutcome outcome)
    {
        var at = outcome.Url.Length == 0 ? "" : $" at {outcome.Url}";
        yield return outcome.IsReplaced
            ? $"{outcome.User} has another password for {outcome.Environment}{at}."
            : $"{outcome.User} has access to {outcome.Environment}{at}.";
        if (outcome.FreshPassword is { } password)
            yield return $"Basic auth: user {outcome.User}, password {password.Reveal()} (shown this once; only its hash is kept)";
        foreach (var line in Others(outcome)) yield return line;
    }

    /// <summary>The lines after RemoveDeveloper.</summary>
    public static IEnumerable<string> Removed(DeveloperOutcome outcome)
    {
        yield return $"Access of {outcome.User} to {outcome.Environment} removed; what is already open ends by itself.";
        foreach (var line in Others(outcome)) yield return line;
    }

    private static IEnumerable<string> Others(DeveloperOutcome outcome)
    {
        yield return outcome.Everybody.IsEmpty
            ? $"{outcome.Environment} has no developers besides the user of the definition."
            : $"Developers of {outcome.Environment}: {string.Join(", ", outcome.Everybody)}";
        if (!outcome.IsLoaded) yield return $"The edge does not serve {outcome.Environment} now; this takes effect when it does.";
    }
}
