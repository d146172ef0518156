using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;
using Slipway.Core.Problems;

namespace Slipway.Adapters.Tests.Processes;

/// <summary>Programs that outlive a kill of the process that started them.</summary>
public sealed class DetachedProgramTests : IDisposable
{
    private readonly Place place = new();
    private readonly string owner = Guid.NewGuid().ToString("N");
    private readonly CommandRunner runner;

    public DetachedProgramTests() => runner = new CommandRunner(owner);

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("printf 'one\\ntwo'; printf 'three\\n' >&2; exit 7")]
    [InlineData("printf 'one\\r\\n\\nhalf\\rtwo'; printf 'three\\nfour' >&2")]
    [InlineData("printf '\\303'; sleep 0.2; printf '\\274ber'")]
    [InlineData("printf 'a\\377b\\n\\303'")]
    [InlineData("head -c 3000000 /dev/zero | tr '\\0' e >&2; head -c 3000000 /dev/zero | tr '\\0' o")]
    [InlineData("echo first; exec >&-; sleep 0.1; echo still >&2; exit 4")]
    [InlineData("echo said >&2; kill -KILL $$")]
    [InlineData("cat; echo end")]
    [InlineData("exit 255")]
    public async Task A_program_leaves_the_same_as_one_with_pipes(string script)
    {
        var (lines, expectedLines) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var expected = await runner.RunAsync(Shell(script), onLine: expectedLines.Add);

        var result = await runner.RunDetachedAsync(Shell(script), lines.Add);

        Assert.Equal(expected, result);
        Assert.Equal(expectedLines.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        var result = await runner.RunDetachedAsync(Command.Of("printf", "%s|", "a b", "$HOME", "*", "", "it's", "$(id)", "\"", "--", "-x"));

        Assert.Equal(new CommandResult(0, "a b|$HOME|*||it's|$(id)|\"|--|-x|", ""), result);
    }

    [Fact]
    public async Task Nothing_is_added_to_the_environment()
    {
        var command = Command.Of("env").With("COMPOSE_FILE", "given");
        var expected = Variables(await runner.RunAsync(command));

        Assert.Contains("COMPOSE_FILE=given", expected);
        Assert.Equal(expected, Variables(await runner.RunDetachedAsync(command)));

        // Some shells name the program that they run in a variable, and leave nobody a choice.
        static string[] Variables(CommandResult result) =>
            [.. result.Output.Split('\n').Where(line => !line.StartsWith("_=", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Every_program_carries_the_id_of_its_owner()
    {
        var command = Shell("echo $SLIPWAY_OWNER").With("SLIPWAY_OWNER", "another");

        Assert.Equal($"{owner}\n", (await runner.RunDetachedAsync(command)).Output);
        Assert.Equal($"{owner}\n", (await runner.RunAsync(command)).Output);
        await runner.RunToFileAsync(command, place["output"]);
        Assert.Equal($"{owner}\n", await File.ReadAllTextAsync(place["output"]));
    }

    [Fact]
    public async Task A_line_is_told_while_the_program_runs()
    {
        var script = Shell($"echo ready; while [ ! -e {place["heard"]} ]; do sleep 0.02; done; echo heard >&2");

        var run = runner.RunDetachedAsync(script, line => File.WriteAllText(place[line == "ready" ? "heard" : "done"], ""));

        Assert.Equal(new CommandResult(0, "ready\n", "heard\n"), await run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(File.Exists(place["done"]));
    }

    [Fact]
    public async Task The_end_of_the_program_counts_and_not_that_of_a_child_that_goes_on_printing()
    {
        var result = await runner.RunDetachedAsync(Shell("for i in $(seq 1000); do echo more; sleep 0.01; done & echo child $!")).WaitAsync(TimeSpan.FromSeconds(60));

        var child = int.Parse(result.Output.Split('\n').Single(line => line.StartsWith("child ", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture);
        Assert.False(Soon.HasEnded(child));
        using var process = Process.GetProcessById(child);
        process.Kill();
    }

    [Fact]
    public async Task The_files_are_private_and_nobody_can_open_them_by_a_name_once_the_program_has()
    {
        var names = Array.Empty<string>();

        var result = await runner.RunDetachedAsync(Shell("for stream in stdout stderr; do test -f /dev/$stream && stat -L -c %a /dev/$stream; done; sleep 0.5; echo slept"), line =>
        {
            if (line != "slept") names = Folders();
        });

        Assert.Equal("600\n600\nslept\n", result.Output);
        Assert.Empty(names);
        Assert.Empty(Folders());
    }

    [Fact]
    public void The_files_are_private_from_the_start_and_gone_when_both_are_open()
    {
        using var files = OutputFiles.TryCreate(owner)!;

        var folder = Assert.Single(Folders());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(["error", "output"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));

        files.NoteOpened();
        Assert.NotEmpty(Folders());
        files.NoteOpened();
        Assert.Empty(Folders());
    }

    [Fact]
    public async Task A_program_leads_a_session_of_its_own_with_the_id_that_was_started()
    {
        var result = await runner.RunDetachedAsync(Shell("echo $$; cut -d ' ' -f 6 /proc/$$/stat"));

        var numbers = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(numbers[0], numbers[1]);
    }

    [Fact]
    public async Task A_missing_program_is_told_from_one_that_failed()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => runner.RunDetachedAsync(Command.Of("no-such-program")));

        Assert.Equal("no-such-program was not found.", error.Failure.What);
        Assert.Empty(Folders());
    }

    [Fact]
    public async Task A_program_that_cannot_be_run_says_so_on_standard_error()
    {
        File.SetUnixFileMode(place.Write("broken", "#!/no/such/interpreter\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await runner.RunDetachedAsync(Command.Of(place["broken"]));

        Assert.InRange(result.ExitCode, 126, 127);
        Assert.Contains(place["broken"], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_asks_a_program_to_end_and_lets_it_clean_up()
    {
        using var cancellation = new CancellationTokenSource();
        var script = Shell($"trap 'sleep 0.2; echo clean > {place["trace"]}; exit 0' TERM; echo ready; while :; do sleep 0.05; done");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunDetachedAsync(script, _ => cancellation.Cancel(), cancellation.Token));

        Assert.Equal("clean\n", await File.ReadAllTextAsync(place["trace"]));
        Assert.Empty(Folders());
    }

    [Theory]
    [InlineData("trap '' TERM; sleep 300 & echo $!; wait; wait")]
    [InlineData("sh -c 'trap \"\" TERM; echo $$; sleep 300' & wait")]
    public async Task A_program_or_a_child_that_does_not_end_is_killed(string script)
    {
        using var cancellation = new CancellationTokenSource();
        var child = 0;
        var impatient = new CommandRunner(owner, TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient.RunDetachedAsync(
            Shell(script),
            line =>
            {
                child = int.Parse(line, CultureInfo.InvariantCulture);
                cancellation.Cancel();
            },
            cancellation.Token));

        await Soon.UntilAsync(() => Soon.HasEnded(child));
    }

    [Fact]
    public async Task A_cancelled_run_starts_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => runner.RunDetachedAsync(Command.Of("no-such-program"), cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_listener_that_fails_ends_the_program_and_is_heard()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => runner.RunDetachedAsync(Shell("echo line; exec sleep 300"), _ => throw new InvalidOperationException("heard")).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal("heard", error.Message);
    }

    [Fact]
    public async Task Without_a_place_for_temporary_files_a_program_runs_all_the_same()
    {
        using var other = OtherProcess.Start(["run-detached", owner, "echo through pipes; exit 6"], temporary: place["no-folder"]);

        Assert.Equal("through pipes", await other.LineAsync());
        Assert.Equal(6, await other.EndAsync());
    }

    [Fact]
    public async Task A_program_goes_on_to_its_end_when_the_process_that_started_it_is_killed()
    {
        // It prints after the kill, and ends where it cannot, as Docker's programs do.
        using var other = OtherProcess.Start(
            ["run-detached", owner, $"set -e; echo ready; for i in $(seq 3000); do if [ -e {place["go"]} ]; then break; fi; sleep 0.02; done; echo out; echo error >&2; echo whole > {place["trace"]}"]);
        Assert.Equal("ready", await other.LineAsync());

        await other.KillAsync();
        place.Write("go", "");

        await Soon.UntilAsync(() => File.Exists(place["trace"]) && new FileInfo(place["trace"]).Length > 0);
        Assert.Equal("whole\n", await File.ReadAllTextAsync(place["trace"]));
        // The kill may have come before the names of the files were removed.
        await new CommandRunner("next").SettleAsync(owner, TimeSpan.FromSeconds(10), _ => { }, CancellationToken.None);
        Assert.Empty(Folders());
    }

    private static Command Shell(string script) => Command.Of("sh", "-c", script);

    private string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), $"slipway-output-{owner}-*");
}
