using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Slipway.Core.Problems;

namespace Output;

/// <summary>What the program's own process is told and says, apart from what its targets print.</summary>
internal static class Terminal
{
    /// <summary>What the operator types in front of the options.</summary>
    public static string Script => OperatingSystem.IsWindows() ? "./build.ps1" : "./build.sh";

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

    /// <summary>Leaves the console to the targets: Cake's own headings, report and errors are cut to what an operator needs.</summary>
    public static void UseCalmOutput(IServiceCollection services)
    {
        services.AddSingleton<ICakeLog>(_ => new CalmLog(Console.Out, Console.Error));
        services.AddSingleton<ICakeReportPrinter>(_ => new CalmReportPrinter(Console.Out));
    }

    /// <summary>Says why nothing is run.</summary>
    /// <returns>The exit code of wrong usage.</returns>
    public static int Refuse(Failure failure)
    {
        Console.Error.WriteLine(failure);
        return (int)Slipway.Core.Problems.ExitCode.Usage;
    }

    /// <summary>The exit code of Cake's; a command line that its parser refuses is wrong usage, where Cake ends with -1.</summary>
    public static int ExitCode(int code) => code < 0 ? (int)Slipway.Core.Problems.ExitCode.Usage : code;
}
