using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Tests;

/// <summary>A program that has ended.</summary>
/// <param name="CommandLine">What was run, for people.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed on standard output.</param>
/// <param name="Error">What it printed on standard error.</param>
/// <param name="Elapsed">How long it ran.</param>
internal sealed partial record Ended(string CommandLine, int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>Both streams.</summary>
    public string Text => Output + Error;

    /// <summary>Asserts the exit code, and that nobody is shown a stack trace.</summary>
    public Ended MustEndWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"`{CommandLine}` ended with {ExitCode} in place of {exitCode}:\n{Text}");
        Assert.DoesNotMatch(@"(?m)^\s+at [\w.<>`+]+\(", Text);
        return this;
    }

    /// <summary>Asserts that the texts were printed; commands among them without the option that names the stack, which is a path here.</summary>
    public Ended MustSay(params IEnumerable<string> texts)
    {
        var withoutStack = StackOption().Replace(Text, "");
        foreach (var text in texts)
        {
            Assert.True(
                Text.Contains(text, StringComparison.Ordinal) || withoutStack.Contains(text, StringComparison.Ordinal),
                $"`{CommandLine}` did not say '{text}':\n{Text}");
        }

        return this;
    }

    [GeneratedRegex(" --stack=\\S+")]
    private static partial Regex StackOption();
}
