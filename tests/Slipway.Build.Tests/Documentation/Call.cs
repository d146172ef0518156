using Output;

namespace Slipway.Build.Tests.Documentation;

/// <summary>A call of the wrapper script in a text.</summary>
/// <param name="Text">As it stands there.</param>
internal sealed record Call(string Text)
{
    private const string Script = "./build.sh";

    /// <summary>The calls in a shell script.</summary>
    public static IEnumerable<Call> In(string script) =>
        from line in script.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        from part in line.Split(["&&", "||", ";", "|", " # "], StringSplitOptions.TrimEntries)
        let start = part.IndexOf(Script, StringComparison.Ordinal)
        where start >= 0 && !line.TrimStart().StartsWith('#')
        select new Call(part[start..]);

    /// <summary>What the script would refuse.</summary>
    public IEnumerable<string> Problems => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(word => word[0] is not ('>' or '2')).Select(ProblemOf).OfType<string>().Select(problem => $"{Text}: {problem}");

    private static string? ProblemOf(string word)
    {
        var targets = TargetList.Of(typeof(Help).Assembly).Select(target => target.Name);
        var (name, value) = word.Split('=', 2) is [var left, var right] ? (left, right) : (word, null);
        return name switch
        {
            "--setup" => value is null ? null : "--setup has no value",
            "--target" or "--for" => value is not null && targets.Contains(value, StringComparer.Ordinal) ? null : $"there is no target {value}",
            "--environment" => value is "dev" or "prod" ? null : $"there is no environment {value}",
            _ when !name.StartsWith("--", StringComparison.Ordinal) => $"{word} is no option",
            _ => Options.All.SingleOrDefault(option => "--" + option.Name == name) is not { Form: { } form } ? $"there is no option {name}"
                : form.Contains('=', StringComparison.Ordinal) == value is not null ? null
                : $"{name} is written {form}",
        };
    }
}
