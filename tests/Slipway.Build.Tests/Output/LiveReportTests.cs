using Output;
using Spectre.Console;

namespace Slipway.Build.Tests.Output;

/// <summary>A terminal of 60 columns that is drawn only when something is printed, so that its bytes are the same in every run.</summary>
public sealed class LiveReportTests : IDisposable
{
    private readonly StringWriter text = new() { NewLine = "\n" };

    public void Dispose() => text.Dispose();

    [Fact]
    public void Done_steps_stay_and_failures_are_red_whatever_markup_is_in_their_text()
    {
        ExampleRun.Play(new LiveReport(Console(text), new StoppedClock(), Timeout.InfiniteTimeSpan));

        Assert.Equal("""
            <yellow>Warning: </>run 3 was interrupted [see History]
            <green>✓</> [1/3] Build api, web [new]  12.3 s<dim>  api sha256:1</>
            <red>✗ [2/3] Start api  2 min 5 s: `docker compose up` ended with</>
            <red>exit code 1.</>
            <yellow>✓</> undo start-services: start release 2026-11-20.1 again  1.0
            s
            <red>✗ undo build-images: none  0.0 s: no space; left</>
            ::dev serves release 2026-11-20.1 at https://development.makapix.localhost/a/rather/long/address
            """, Screen.After(text.ToString()));
    }

    [Fact]
    public void Below_them_stand_what_is_under_way_with_its_latest_line_and_what_comes_after()
    {
        var clock = new StoppedClock();
        var frame = new LiveFrame(clock, TimeSpan.FromMilliseconds(250));
        frame.ShowNext([.. Enumerable.Range(3, 7).Select(number => $"[{number}/9] step {number}")]);
        frame.Start("[2/9] Build api, web [new]");
        frame.Show("#8 \u001b[32mRUN\u001b[0m dotnet publish -c Release -o /app --no-restore --nologo");
        clock.Elapsed = TimeSpan.FromSeconds(1.26);

        Console(text).Write(frame);

        Assert.Equal("""
            <aqua>⠴ </>[2/9] Build api, web [new]  1.2 s
            <dim>    #8 RUN dotnet publish -c Release -o /app --no-restore -</>
            <dim>  [3/9] step 3</>
            <dim>  [4/9] step 4</>
            <dim>  [5/9] step 5</>
            <dim>  [6/9] step 6</>
            <dim>  [7/9] step 7</>
            <dim>  and 2 more</>
            """, Screen.After(text.ToString()));
    }

    [Fact]
    public void What_is_printed_within_a_step_goes_above_it()
    {
        var report = new LiveReport(Console(text), new StoppedClock(), Timeout.InfiniteTimeSpan);
        var seen = "";

        ExampleRun.Play(report, look: () =>
        {
            report.Warn("look");
            seen = Screen.After(text.ToString());
        });

        Assert.Equal("""
            <yellow>Warning: </>run 3 was interrupted [see History]
            <yellow>Warning: </>look
            <aqua>⠋ </>[1/3] Build api, web [new]  0.0 s
            <dim>    ::add-mask::x ##[error]no</>
            <dim>  [2/3] Start api</>
            <dim>  [3/3] Check services</>
            """, seen);
    }

    [Fact]
    public void The_terminal_has_its_cursor_back_in_the_end()
    {
        ExampleRun.Play(new LiveReport(Console(text), new StoppedClock(), Timeout.InfiniteTimeSpan));

        var bytes = text.ToString();
        Assert.True(bytes.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > bytes.LastIndexOf("\u001b[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_costs_no_drawing_however_many_come()
    {
        var report = new LiveReport(Console(text), new StoppedClock(), Timeout.InfiniteTimeSpan);
        report.Begin(ExampleRun.Plan);
        report.StepStarted(ExampleRun.Build);
        var sent = text.ToString();

        for (var number = 1; number <= 100_000; number++) report.StepLine(ExampleRun.Build, $"line {number}");

        Assert.Equal(sent, text.ToString());
        report.End();
    }

    [Fact]
    public async Task What_is_under_way_is_drawn_again_and_again_by_itself()
    {
        var clock = new StoppedClock();
        var report = new LiveReport(Console(text), clock, TimeSpan.FromMilliseconds(10));
        report.Begin(ExampleRun.Plan);
        report.StepStarted(ExampleRun.Build);
        var before = clock.Asked;

        for (var tries = 0; clock.Asked < before + 3 && tries < 1000; tries++) await Task.Delay(10);

        Assert.InRange(clock.Asked, before + 3, int.MaxValue);
        report.End();
    }

    private static IAnsiConsole Console(StringWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = 60;
        console.Profile.Height = 30;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private sealed class StoppedClock : TimeProvider
    {
        private int asked;

        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        /// <summary>How often: once for each drawing.</summary>
        public int Asked => asked;

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref asked);
            return Elapsed.Ticks;
        }
    }
}
