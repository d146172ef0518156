using System.Globalization;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Core.Problems;

namespace Output;

/// <summary>
/// Cake's log as an operator wants it: an expected failure (a <see cref="CakeException"/>) is its message, once, and any
/// other exception is a bug of ours and is shown whole. Warnings and errors go to standard error.
/// </summary>
internal sealed class QuietLog(TextWriter output, TextWriter errors) : ICakeLog
{
    // The engine announces what the host then reports in full.
    private const string Announcement = "An error occurred when executing task";

    private readonly Lock oneAtATime = new();
    private Verbosity shown = Verbosity.Normal;

    /// <summary>
    /// The exit code of the failure that was reported, or null. Cake 7.0.0 itself loses the code of a failed task: its engine
    /// wraps the exception in a CakeReportException, which ExceptionLogger.LogException does not look into.
    /// </summary>
    public ExitCode? Failure { get; private set; }

    /// <summary>
    /// How much is shown. It always reads as Diagnostic, since Cake 7 hands an exception to the log only then, and its mere message
    /// otherwise (ExceptionLogger.LogException); what is too much is left out here.
    /// </summary>
    public Verbosity Verbosity
    {
        get => Verbosity.Diagnostic;
        set => shown = value;
    }

    /// <summary>Whether somebody asked to see more than usual.</summary>
    public bool IsVerbose => shown > Verbosity.Normal;

    /// <inheritdoc/>
    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        lock (oneAtATime)
        {
            if (level <= LogLevel.Error)
            {
                if (args is [Exception exception]) Report(exception);
                else if (!format.StartsWith(Announcement, StringComparison.Ordinal)) errors.WriteLine(Text(format, args));
            }
            else if (verbosity <= shown)
            {
                (level == LogLevel.Warning ? errors : output).WriteLine(Text(format, args));
            }
        }
    }

    private void Report(Exception exception)
    {
        switch (exception)
        {
            case AggregateException several:
                foreach (var one in several.Flatten().InnerExceptions) Report(one);
                break;
            case CakeReportException { InnerException: { } cause }:
                Report(cause);
                break;
            case CakeException expected:
                Report((ExitCode)expected.ExitCode, expected.Message);
                break;
            case FrostingException usage:
                Report(ExitCode.Usage, usage.Message);
                break;
            default:
                Report(ExitCode.Failed, $"Unexpected error, a bug of the build: {exception}");
                break;
        }
    }

    private void Report(ExitCode code, string message)
    {
        Failure ??= code;
        errors.WriteLine(message);
    }

    // A text without arguments may hold braces that are no places.
    private static string Text(string format, object[] args) =>
        args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);
}
