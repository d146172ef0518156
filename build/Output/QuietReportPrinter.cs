using System.Globalization;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Output;

/// <summary>No headings, and a closing report only where more than one task did something: a single target has said it itself.</summary>
internal sealed class QuietReportPrinter(TextWriter output) : ICakeReportPrinter
{
    /// <inheritdoc/>
    public void Write(CakeReport report)
    {
        // A delegated task only groups others; setup and teardown are ours.
        var tasks = report
            .Where(entry => entry is { Category: CakeReportEntryCategory.Task, ExecutionStatus: not CakeTaskExecutionStatus.Delegated })
            .ToArray();
        if (tasks.Length < 2) return;

        var column = tasks.Max(entry => entry.TaskName.Length);
        output.WriteLine();
        foreach (var entry in tasks)
        {
            var status = entry.ExecutionStatus == CakeTaskExecutionStatus.Skipped && !string.IsNullOrEmpty(entry.SkippedMessage)
                ? $"skipped: {entry.SkippedMessage}"
                : entry.ExecutionStatus.ToString().ToLowerInvariant();
            var name = entry.TaskName.PadRight(column);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}  {entry.Duration.TotalSeconds,7:0.0} s  {status}"));
        }
    }

    /// <inheritdoc/>
    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    /// <inheritdoc/>
    public void WriteStep(string name, Verbosity verbosity)
    {
    }

    /// <inheritdoc/>
    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }
}
