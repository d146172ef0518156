using Slipway.Core.Stack;
using Targets;

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

    /// <summary>What the script would refuse, and values that it cannot know to be wrong before it looks.</summary>
    public IEnumerable<string> Problems
    {
        get
        {
            string[] words = [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(word => word[0] is not ('>' or '2') && word != "--setup")];
            var line = CommandLine.Read(words);
            var options = words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word[2..].Split('=', 2)).Select(word => (Name: word[0], Value: word.ElementAtOrDefault(1))).ToArray();
            var problem = TargetNames.ProblemIn(line) ?? DryRun.ProblemIn(line) ?? OptionCheck.ProblemIn(options, line.Targets, TargetList.All, NameOf);
            return options.Select(option => ProblemOf(option.Name, option.Value)).Prepend(problem?.What).OfType<string>().Take(1).Select(text => $"{Text}: {text}");
        }
    }

    private static EnvironmentName? NameOf(EnvironmentRole role) => role == EnvironmentRole.Production ? Named.Prod : Named.Dev;

    private static string? ProblemOf(string name, string? value) => name switch
    {
        "for" => TargetNames.ProblemIn(value ?? "", name, [.. TargetList.All.Select(target => target.Name)])?.What,
        "environment" => value is "dev" or "prod" ? null : $"there is no environment {value}",
        _ => TargetList.All.Select(target => target.Find(name)).FirstOrDefault(option => option is not null) is { Form: { } form } && form.Contains('=', StringComparison.Ordinal) == value is null
            ? $"--{name} is written {form}"
            : null,
    };
}
