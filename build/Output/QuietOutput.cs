using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Output;

/// <summary>Leaves the console to the targets: Cake's own headings, report and errors are cut to what an operator needs.</summary>
internal sealed class QuietOutput(TextWriter output, TextWriter errors)
{
    private readonly QuietLog log = new(output, errors);

    /// <summary>Takes the places of Cake's log and report.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton<ICakeLog>(log);
        services.AddSingleton<ICakeReportPrinter>(new QuietReportPrinter(output));
    }

    /// <summary>
    /// The exit code of a run that Cake ended with the given one; a command line that its parser refused ends with -1 there.
    /// </summary>
    public int ExitCode(int code) => code switch
    {
        < 0 => (int)Slipway.Core.Problems.ExitCode.Usage,
        0 => 0,
        _ => (int?)log.Failure ?? code,
    };
}
