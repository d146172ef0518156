using Output;

namespace Slipway.Build.Tests.Output;

public sealed class PlainReportTests : IDisposable
{
    private readonly StringWriter text = new() { NewLine = "\n" };

    public void Dispose() => text.Dispose();

    [Fact]
    public void A_pipe_gets_a_line_a_step_and_what_a_step_printed_only_when_it_failed()
    {
        ExampleRun.Play(new PlainReport(text, isVerbose: false));

        Assert.Equal("""
            Warning: run 3 was interrupted [see History]
            [1/3] build-images: Build api, web [new] ... done in 12.3 s (api sha256:1)
            [2/3] start-services: Start api ... FAILED after 2 min 5 s: `docker compose up` ended with exit code 1.
            [undo] start-services: start release 2026-11-20.1 again ... done in 1.0 s
            [undo] build-images: none ... FAILED after 0.0 s: no space; left
            ::dev serves release 2026-11-20.1 at https://development.makapix.localhost/a/rather/long/address

            """, text.ToString());
    }

    [Fact]
    public void Who_asks_for_it_gets_every_line_as_it_comes()
    {
        ExampleRun.Play(new PlainReport(text, isVerbose: true));

        Assert.Equal("""
            reading stack.yaml and the host ...
            Warning: run 3 was interrupted [see History]
            [1/3] build-images: Build api, web [new] ...
                #1 [api 1/2] RUN dotnet publish with a title
                ::add-mask::x ##[error]no
            [1/3] build-images: done in 12.3 s (api sha256:1)
            [2/3] start-services: Start api ...
                Container makapix-dev-api  Error
            [2/3] start-services: FAILED after 2 min 5 s: `docker compose up` ended with exit code 1.
            [undo] start-services: start release 2026-11-20.1 again ...
                Container makapix-dev-api  Started
            [undo] start-services: done in 1.0 s
            [undo] build-images: none ... FAILED after 0.0 s: no space; left
            ::dev serves release 2026-11-20.1 at https://development.makapix.localhost/a/rather/long/address

            """, text.ToString());
    }

    [Fact]
    public void A_warning_within_a_step_has_a_line_of_its_own()
    {
        var report = new PlainReport(text, isVerbose: false);
        report.Begin(ExampleRun.Plan);

        report.StepStarted(ExampleRun.Build);
        report.Warn("made .env.dev");
        report.StepDone(ExampleRun.Build, "", TimeSpan.FromSeconds(1));

        Assert.Equal("""
            [1/3] build-images: Build api, web [new] ...
            Warning: made .env.dev
            [1/3] build-images: done in 1.0 s

            """, text.ToString());
    }

    [Fact]
    public void An_undo_that_printed_a_lot_before_it_failed_shows_its_last_forty_lines()
    {
        var report = new PlainReport(text, isVerbose: false);
        report.Begin(ExampleRun.Plan);

        report.UndoStarted(ExampleRun.Build);
        for (var number = 1; number <= 100; number++) report.StepLine(ExampleRun.Build, $"line {number}");
        report.UndoEnded(ExampleRun.Build, "it failed", TimeSpan.FromSeconds(1));

        Assert.Equal(Enumerable.Range(61, 40).Select(number => $"    line {number}").Append(""), text.ToString().Split('\n').Skip(1));
    }

    [Fact]
    public void A_step_that_was_interrupted_does_not_leave_its_line_open()
    {
        var report = new PlainReport(text, isVerbose: false);
        report.Begin(ExampleRun.Plan);

        report.StepStarted(ExampleRun.Build);
        report.End();

        Assert.Equal("[1/3] build-images: Build api, web [new] ...\n", text.ToString());
    }
}
