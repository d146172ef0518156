using Spectre.Console;

namespace Output;

/// <summary>Chooses how progress is shown.</summary>
internal static class Reports
{
    // Four changes a second look alive and cost a terminal over a slow line little.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>The report for this process's standard output.</summary>
    /// <param name="isVerbose">Whether every line of every program is wanted.</param>
    public static GuardedReport Create(bool isVerbose = false)
    {
        var isPlain = Console.IsOutputRedirected || EnvironmentVariables.IsBuildServer || EnvironmentVariables.IsPlain;
        var isTerminal = !isPlain && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };
        var facts = new ReportFacts(isTerminal, EnvironmentVariables.IsGitHubActions, isVerbose);
        return Create(() => AnsiConsole.Console, Console.Out, facts, TimeProvider.System);
    }

    /// <summary>The report for a reader.</summary>
    public static GuardedReport Create(Func<IAnsiConsole> console, TextWriter writer, ReportFacts facts, TimeProvider clock)
    {
        var plain = new PlainReport(writer, facts.IsVerbose);
        return new GuardedReport(
            facts switch
            {
                { IsGitHubActions: true } => new GroupedReport(writer),
                { IsTerminal: true, IsVerbose: false } => new LiveReport(console(), clock, Tick),
                _ => plain,
            },
            plain);
    }
}
