using System.Text.RegularExpressions;
using Slipway.Core.Commands;
using Slipway.Core.Problems;

namespace Slipway.Adapters.Git;

/// <summary>What git says where it does not do what it was asked.</summary>
internal static partial class GitFailure
{
    /// <summary>The output of a git that succeeded.</summary>
    /// <exception cref="SlipwayException">It did not.</exception>
    public static string Require(CommandResult result, string folder, string attempt)
    {
        if (result.Succeeded) return result.Output;
        if (result.Error.Contains("dubious ownership", StringComparison.Ordinal))
        {
            throw Of(
                $"git does not trust the work tree of {folder}.",
                "it belongs to another user than the one who runs this.",
                "run this as its owner; or, if you trust what is in it: git config --global --add safe.directory "
                + ShellText.Quote(RootIn(result.Error) ?? Path.GetFullPath(folder))
            );
        }

        throw new SlipwayException(ExitCode.Failed, new Failure($"git could not {attempt} ({folder}).")
        {
            Why = $"it ended with exit code {result.ExitCode}.",
            Do = "fix what git reports, then run the command again.",
            Evidence = [.. result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !IsAdvice(line)).TakeLast(10)],
            EvidenceOf = "git",
        });
    }

    /// <summary>Whether git says that a folder is none of a work tree.</summary>
    public static bool IsNoWorkTree(CommandResult result) =>
        !result.Succeeded
        && (
            result.Error.Contains("not a git repository", StringComparison.Ordinal)
            || result.Error.Contains("must be run in a work tree", StringComparison.Ordinal)
        );

    // What git advises is for somebody who ran git: its commands are about another folder, or change the work tree.
    private static bool IsAdvice(string line) =>
        line.StartsWith("hint:", StringComparison.Ordinal) || line.StartsWith('\t') || line.EndsWith(", call:", StringComparison.Ordinal);

    private static string? RootIn(string error) => Distrusted().Match(error) is { Success: true } root ? root.Groups[1].Value : null;

    // The root of the work tree, which is what git wants to be told (2.35.2; setup.c, die_upon_dubious_ownership).
    [GeneratedRegex("dubious ownership in repository at '(.+)'")]
    private static partial Regex Distrusted();

    /// <summary>A failure with its reason and its remedy.</summary>
    public static SlipwayException Of(string what, string why, string @do) =>
        new(ExitCode.Failed, new Failure(what) { Why = why, Do = @do });
}
