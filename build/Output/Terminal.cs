using Slipway.Core.Problems;

namespace Output;

/// <summary>What the program's own process is told and says, apart from what its targets print.</summary>
internal static class Terminal
{
    /// <summary>Columns to write in; without limit where no terminal reads, since what is piped is searched by line.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? int.MaxValue : Console.WindowWidth - 1;
            }
            catch (IOException)
            {
                return 80;
            }
        }
    }

    /// <summary>Cake 7 writes colour codes into a pipe too, unless NO_COLOR is set. The log of GitHub Actions shows colours.</summary>
    public static void PlainWherePiped()
    {
        if (Console.IsOutputRedirected && !EnvironmentVariables.IsGitHubActions) Environment.SetEnvironmentVariable("NO_COLOR", "1");
    }

    /// <summary>Says why nothing is run.</summary>
    /// <returns>The exit code of wrong usage.</returns>
    public static int Refuse(Failure failure)
    {
        Console.Error.WriteLine(failure);
        return (int)ExitCode.Usage;
    }
}
