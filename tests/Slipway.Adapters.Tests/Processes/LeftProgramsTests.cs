using System.Runtime.Versioning;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;

namespace Slipway.Adapters.Tests.Processes;

/// <summary>What is done about the programs that a killed process left running.</summary>
[SupportedOSPlatform("linux")]
public sealed class LeftProgramsTests : IDisposable
{
    private const string Endless = "while :; do sleep 0.05; done";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Place place = new();
    private readonly string killed = Guid.NewGuid().ToString("N");
    private readonly CommandRunner runner = new(Guid.NewGuid().ToString("N"), TimeSpan.FromMilliseconds(500));
    private readonly List<string> lines = [];

    private string UntilGo => $"for i in $(seq 3000); do if [ -e {place["go"]} ]; then break; fi; sleep 0.02; done";

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task A_program_that_a_killed_process_started_is_named_and_waited_for()
    {
        using var other = OtherProcess.Start(["run-detached", killed, $"set -e; echo $$; {UntilGo}; echo out; echo whole > {place["trace"]}"]);
        var id = await other.LineAsync();
        await other.KillAsync();

        var settling = SettleAsync(Long);
        await Soon.UntilAsync(() => lines.Count > 0);
        await Task.Delay(300);
        Assert.False(settling.IsCompleted);
        place.Write("go", "");

        Assert.Equal(1, await settling);
        Assert.Equal("whole\n", await File.ReadAllTextAsync(place["trace"]));
        Assert.StartsWith("waiting for `sh -c 'set -e; echo $$; for i in ", Assert.Single(lines), StringComparison.Ordinal);
        Assert.EndsWith($"` (process {id}), which the killed run started", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_asked_to_end()
    {
        using var left = await LeftProgram.StartAsync(killed, $"trap 'echo clean > {place["trace"]}; exit 0' TERM; touch {place["ready"]}; {Endless}");
        await Soon.UntilAsync(() => File.Exists(place["ready"]));

        Assert.Equal(1, await SettleAsync(TimeSpan.FromSeconds(1)));

        Assert.False(left.Runs);
        Assert.Equal("clean\n", await File.ReadAllTextAsync(place["trace"]));
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("ending `sh -c ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith($"` (process {left.Id}), which did not end within 1 s", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_end_when_it_is_asked_is_killed()
    {
        using var left = await LeftProgram.StartAsync(killed, $"trap '' TERM; touch {place["ready"]}; {Endless}");
        await Soon.UntilAsync(() => File.Exists(place["ready"]));

        Assert.Equal(1, await SettleAsync(TimeSpan.Zero));

        Assert.False(left.Runs);
    }

    [Fact]
    public async Task A_program_of_another_owner_is_left_alone()
    {
        using var left = await LeftProgram.StartAsync(killed, Endless);
        using var foreign = await LeftProgram.StartAsync(Guid.NewGuid().ToString("N"), Endless);
        using var longer = await LeftProgram.StartAsync(killed + "0", Endless);

        Assert.Equal(1, await SettleAsync(TimeSpan.Zero));

        Assert.Equal((false, true, true), (left.Runs, foreign.Runs, longer.Runs));
    }

    [Fact]
    public async Task Programs_that_a_program_started_are_waited_for_too_and_not_named_beside_it()
    {
        using var left = await LeftProgram.StartAsync(killed, $"({UntilGo}) & wait");

        var settling = SettleAsync(Long);
        await Soon.UntilAsync(() => lines.Count > 0);
        Posix.SignalAlone(left.Id, Posix.Kill);
        await Soon.UntilAsync(() => lines.Count > 1);
        Assert.False(settling.IsCompleted);
        place.Write("go", "");

        Assert.Equal(2, await settling);
        Assert.Contains($"(process {left.Id})", lines[0], StringComparison.Ordinal);
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public async Task Where_nothing_was_left_nothing_is_said()
    {
        Assert.Equal(0, await SettleAsync(Long));

        Assert.Empty(lines);
    }

    [Fact]
    public async Task The_programs_of_this_process_are_never_meant()
    {
        var own = Guid.NewGuid().ToString("N");
        var ownRunner = new CommandRunner(own);
        using var orphan = await LeftProgram.StartAsync(own, Endless);
        using var cancellation = new CancellationTokenSource();
        var run = ownRunner.RunDetachedAsync(Command.Of("sh", "-c", $"touch {place["ready"]}; exec sleep 300"), cancellation: cancellation.Token);
        await Soon.UntilAsync(() => File.Exists(place["ready"]));

        Assert.Equal(0, await ownRunner.SettleAsync(own, TimeSpan.Zero, lines.Add, CancellationToken.None));
        Assert.True(orphan.Runs);
        // Another id, but a program that this very process started: neither is it anybody's legacy.
        Assert.Equal(1, await runner.SettleAsync(own, TimeSpan.Zero, lines.Add, CancellationToken.None));

        Assert.False(run.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../..")]
    [InlineData("*")]
    public async Task What_is_no_owner_id_left_nothing(string owner)
    {
        using var left = await LeftProgram.StartAsync(owner, Endless);

        Assert.Equal(0, await runner.SettleAsync(owner, TimeSpan.Zero, lines.Add, CancellationToken.None));

        Assert.True(left.Runs);
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_program_running()
    {
        using var left = await LeftProgram.StartAsync(killed, Endless);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.SettleAsync(killed, Long, lines.Add, cancellation.Token));

        Assert.True(left.Runs);
    }

    [Fact]
    public async Task Folders_that_were_left_are_removed_and_those_of_others_stay()
    {
        using var others = OutputFiles.TryCreate(Guid.NewGuid().ToString("N"))!;
        var othersFolder = others.Redirection.Last();
        var left = Directory.CreateTempSubdirectory($"slipway-output-{killed}-").FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "output"), "half");

        await SettleAsync(Long);

        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(othersFolder));
    }

    [Fact]
    public async Task A_command_line_is_shown_as_one_line_of_at_most_160_characters()
    {
        using var left = await LeftProgram.StartAsync(killed, $": '\u001b[31m'\n{Endless}; : {new string('x', 200)}");

        var shown = Assert.Single(MarkedProcess.Find(killed), process => process.Id == left.Id).CommandLine();

        Assert.Equal(160, shown.Length);
        Assert.StartsWith("sh -c ': '\\'' [31m'\\'' while :; do", shown, StringComparison.Ordinal);
        Assert.EndsWith("xxx…", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_reaches_no_process_that_has_the_id_of_the_one_that_was_meant()
    {
        using var left = await LeftProgram.StartAsync(killed, Endless);
        var process = Assert.Single(MarkedProcess.Find(killed), process => process.Id == left.Id);

        (process with { Identity = process.Identity with { Started = process.Identity.Started - 1 } }).Signal(Posix.Kill, killed);
        process.Signal(Posix.Kill, killed + "0");
        await Task.Delay(200);
        Assert.True(left.Runs);

        process.Signal(Posix.Kill, killed);
        await Soon.UntilAsync(() => !left.Runs);
    }

    private Task<int> SettleAsync(TimeSpan patience) => runner.SettleAsync(killed, patience, lines.Add, CancellationToken.None);
}
