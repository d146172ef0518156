using Output;
using Slipway.Core.Planning;
using Slipway.Engine.Ports;

namespace Slipway.Build.Tests.Output;

public sealed class GuardedReportTests
{
    [Fact]
    public void A_report_that_fails_in_the_middle_of_a_run_is_replaced_by_plain_lines()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var report = new GuardedReport(new Dying(), new PlainReport(writer, isVerbose: false));

        ExampleRun.Play(report);

        Assert.StartsWith("[1/3] build-images: done in 12.3 s (api sha256:1)\n[2/3] start-services: Start api ... FAILED after 2 min 5 s", writer.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("/a/rather/long/address\n", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_can_be_written_a_run_goes_on()
    {
        var broken = new StringWriter();
        broken.Dispose();

        ExampleRun.Play(new GuardedReport(new Dying(), new PlainReport(broken, isVerbose: true)));

        Assert.Throws<ObjectDisposedException>(() => broken.WriteLine("something"));
    }

    /// <summary>Draws until the terminal is gone, in the middle of the first step.</summary>
    private sealed class Dying : IReport
    {
        public void Say(string text) => throw new IOException("Input/output error");

        public void Warn(string text)
        {
        }

        public IDisposable Activity(string title) => new Region();

        public void Begin(Core.Planning.Plan plan)
        {
        }

        public void StepStarted(Step step)
        {
        }

        public void StepLine(Step step, string line)
        {
        }

        public void StepDone(Step step, string evidence, TimeSpan elapsed) => throw new InvalidOperationException("there is no cursor");

        public void StepFailed(Step step, string reason, TimeSpan elapsed) => throw new NotSupportedException("it was replaced");

        public void UndoStarted(Step step) => throw new NotSupportedException("it was replaced");

        public void UndoEnded(Step step, string? error, TimeSpan elapsed) => throw new NotSupportedException("it was replaced");

        public void End() => throw new NotSupportedException("it was replaced");

        private sealed class Region : IDisposable
        {
            public void Dispose()
            {
            }
        }
    }
}
