using Slipway.Core.Environments;

namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>A rule over single entries of env files.</summary>
public abstract class EnvEntryRule : Rule
{
    /// <summary>A breach by an entry.</summary>
    /// <param name="facts">The stack.</param>
    /// <param name="read">The env file.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="message">What is wrong with its value.</param>
    /// <param name="isOwn">Whether the value is the stack's own to choose, where no template says so.</param>
    private protected Finding Found(StackFacts facts, UsedEnvFile read, EnvEntry entry, string message, bool isOwn) =>
        Found(
            new SourcePosition(read.Name, entry.Line, entry.Name),
            message,
            InTemplate(read.File, entry.Name) is { } asked
                ? Fix(entry, read.File, Placeholder.RandomLength(asked) is not null || (isOwn && !Placeholder.Is(asked)))
                : Fix(entry, read.File, isOwn),
            facts.EnvironmentsOf(read.Projects)
        );

    private static string Fix(EnvEntry entry, EnvFileFacts file, bool isRandom) =>
        isRandom ? $"set {entry.Name} to a random value, such as this command prints:\nopenssl rand -hex 32"
        : file.Template is null ? $"set {entry.Name} to its real value"
        : $"set {entry.Name} to its real value; {file.TemplateName} explains it";

    private static string? InTemplate(EnvFileFacts file, string key)
    {
        if (file.Template is null) return null;
        var template = EnvFile.Parse(file.Template, file.TemplateName);
        return template.Entries.LastOrDefault(entry => entry.Name == key) is { } entry ? template.Text[entry.Written] : null;
    }
}
