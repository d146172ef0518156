namespace Targets;

/// <summary>Which stack a command line is about.</summary>
internal static class StackOption
{
    /// <summary>The stack as it was named, by the option or by the environment; null where nobody named one.</summary>
    public static string? Read(CommandLine line) => Given(line) ?? EnvironmentVariables.Stack;

    /// <summary>
    /// The same as it can be pasted at the repository's root, where the script is: a path that was given elsewhere is made absolute.
    /// </summary>
    public static string? ReadForMessages(CommandLine line) =>
        Read(line) is not { } name ? null
        : IsPath(name) && !string.Equals(Directory.GetCurrentDirectory(), Paths.Root, StringComparison.Ordinal) ? Path.GetFullPath(name)
        : name;

    /// <summary>Whether the name is a path, and none of a folder under compose.</summary>
    public static bool IsPath(string name) =>
        name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    private static string? Given(CommandLine line)
    {
        const string option = $"--{Options.Stack}";
        for (var index = 0; index < line.Options.Length && line.Options[index] != "--"; index++)
        {
            var word = line.Options[index];
            if (word.StartsWith($"{option}=", StringComparison.OrdinalIgnoreCase)) return NullIfEmpty(word[(option.Length + 1)..]);
            if (string.Equals(word, option, StringComparison.OrdinalIgnoreCase))
                return NullIfEmpty(line.Options.ElementAtOrDefault(index + 1));
        }

        return null;
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
