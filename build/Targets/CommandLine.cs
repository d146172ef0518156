using System.Collections.Immutable;

namespace Targets;

/// <summary>
/// A command line as the host is given it. Flags of Cake are taken in any case and with a value: Cake 7 itself takes
/// <c>--DryRun</c> and <c>--dryrun=true</c> for options of a task, and would run what was only to be shown.
/// </summary>
internal sealed record CommandLine
{
    private static readonly ImmutableDictionary<string, string> Flags = new Dictionary<string, string>
    {
        ["--dryrun"] = DryRunFlag,
        ["--noop"] = DryRunFlag,
        ["--whatif"] = DryRunFlag,
        ["--tree"] = TreeFlag,
        ["--showtree"] = TreeFlag,
        ["--exclusive"] = ExclusiveFlag,
        ["-e"] = ExclusiveFlag,
    }.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);

    private const string DryRunFlag = "--dryrun";
    private const string TreeFlag = "--tree";
    private const string ExclusiveFlag = "--exclusive";

    /// <summary>All words, with the flags of Cake as it reads them.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>The targets, as they were written; empty where none is named.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>All words but targets and flags of Cake.</summary>
    public required ImmutableArray<string> Options { get; init; }

    public required bool IsDryRun { get; init; }

    public required bool IsTree { get; init; }

    public required bool IsExclusive { get; init; }

    /// <summary>Reads a command line.</summary>
    public static CommandLine Read(IReadOnlyList<string> words)
    {
        var (arguments, targets, options) = (new List<string>(), new List<string>(), new List<string>());
        var flags = new HashSet<string>();
        for (var i = 0; i < words.Count; i++)
        {
            // What follows is for others.
            if (words[i] == "--")
            {
                arguments.AddRange(words.Skip(i));
                options.AddRange(words.Skip(i));
                break;
            }

            var (name, value) = words[i].Split(['=', ':'], 2) is [var left, var right] ? (left, right) : (words[i], null);
            if (Flags.TryGetValue(name, out var flag))
            {
                if (!string.Equals(value, "false", StringComparison.OrdinalIgnoreCase) && flags.Add(flag)) arguments.Add(flag);
            }
            else if (name is "--target" or "-t")
            {
                if (value is null && i + 1 < words.Count) value = words[++i];
                targets.Add(value ?? "");
                arguments.Add($"--target={value}");
            }
            else
            {
                arguments.Add(words[i]);
                options.Add(words[i]);
            }
        }

        return new CommandLine
        {
            Arguments = [.. arguments],
            Targets = [.. targets],
            Options = [.. options],
            IsDryRun = flags.Contains(DryRunFlag),
            IsTree = flags.Contains(TreeFlag),
            IsExclusive = flags.Contains(ExclusiveFlag),
        };
    }
}
