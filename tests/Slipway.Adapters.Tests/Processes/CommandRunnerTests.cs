using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;
using Slipway.Core.Problems;

namespace Slipway.Adapters.Tests.Processes;

/// <summary>Runs real programs: <c>sh</c> stands in for the world.</summary>
public sealed class CommandRunnerTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Place place = new();
    private readonly CommandRunner runner = new("test");

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task A_program_that_fails_keeps_its_exit_code_and_both_streams()
    {
        var result = await runner.RunAsync(Shell("printf 'one\\ntwo'; printf 'three\\n' >&2; exit 7"));

        Assert.Equal(new CommandResult(7, "one\ntwo", "three\n"), result);
    }

    [Fact]
    public async Task Every_line_is_told_and_the_last_one_needs_no_end()
    {
        var lines = new ConcurrentBag<string>();

        await runner.RunAsync(Shell("printf 'one\\r\\n\\nhalf\\rtwo'; printf 'three\\nfour' >&2"), onLine: lines.Add);

        Assert.Equal(["", "four", "half", "one", "three", "two"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Text_is_read_as_UTF_8_even_where_a_character_comes_in_two_pieces()
    {
        var result = await runner.RunAsync(Shell("printf '\\303'; sleep 0.1; printf '\\274ber'"));

        Assert.Equal("über", result.Output);
    }

    [Fact]
    public async Task A_program_that_fills_both_streams_does_not_block()
    {
        var result = await runner.RunAsync(Shell("head -c 3000000 /dev/zero | tr '\\0' e >&2; head -c 3000000 /dev/zero | tr '\\0' o"));

        Assert.Equal((3_000_000, 3_000_000), (result.Output.Length, result.Error.Length));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        var result = await runner.RunAsync(Command.Of("printf", "%s|", "a b", "$HOME", "*", "", "it's", "--", "-x"));

        Assert.Equal("a b|$HOME|*||it's|--|-x|", result.Output);
    }

    [Fact]
    public async Task Input_is_handed_over_without_a_byte_order_mark_and_ends()
    {
        var result = await runner.RunAsync(Command.Of("od", "-An", "-tx1"), input: "ü!");

        Assert.Equal(" c3 bc 21\n", result.Output);
    }

    [Fact]
    public async Task Without_input_a_program_reads_an_end_and_never_the_terminal()
    {
        var result = await runner.RunAsync(Command.Of("cat")).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(new CommandResult(0, "", ""), result);
    }

    [Fact]
    public async Task A_program_may_end_without_reading_its_input()
    {
        var result = await runner.RunAsync(Shell("exit 3"), input: new string('x', 1_000_000));

        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task Variables_of_the_operators_shell_do_not_reach_a_program_except_the_few_it_needs()
    {
        Environment.SetEnvironmentVariable("COMPOSE_PROFILES", "forgotten");
        Environment.SetEnvironmentVariable("DB_PASSWORD", "forgotten");
        Environment.SetEnvironmentVariable("GIT_DIR_OF_SOMEBODY", "forgotten");
        Environment.SetEnvironmentVariable("DOCKER_TEST_OF_SLIPWAY", "wanted");

        var result = await runner.RunAsync(Command.Of("env").With("COMPOSE_FILE", "given"));

        var names = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]).ToArray();
        Assert.Contains("PATH", names);
        Assert.Contains("DOCKER_TEST_OF_SLIPWAY=wanted\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("COMPOSE_FILE=given\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("forgotten", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_leads_a_session_of_its_own_which_a_terminals_Ctrl_C_does_not_reach()
    {
        var result = await runner.RunAsync(Shell("echo $$; cut -d ' ' -f 6 /proc/$$/stat"));

        var numbers = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(numbers[0], numbers[1]);
    }

    [Fact]
    public async Task A_missing_program_is_told_from_one_that_failed()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => runner.RunAsync(Command.Of("no-such-program", "secret")));

        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Equal("""
            no-such-program was not found.
              Why:  no program of this name is in a folder of PATH.
              Do:   install no-such-program, or put its folder into PATH.
            """, error.Message);
    }

    [Fact]
    public async Task Cancelling_asks_a_program_to_end_and_lets_it_clean_up()
    {
        using var cancellation = new CancellationTokenSource();
        var script = Shell($"trap 'sleep 0.2; echo clean > {place["trace"]}; exit 0' TERM; echo ready; while :; do sleep 0.05; done");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunAsync(script, onLine: _ => cancellation.Cancel(), cancellation: cancellation.Token));

        Assert.Equal("clean\n", await File.ReadAllTextAsync(place["trace"]));
    }

    [Theory]
    [InlineData("trap '' TERM; sleep 300 & echo $!; wait; wait")]
    [InlineData("sh -c 'trap \"\" TERM; echo $$; sleep 300' & wait")]
    public async Task A_program_or_a_child_that_does_not_end_is_killed(string script)
    {
        using var cancellation = new CancellationTokenSource();
        var child = "";
        var impatient = new CommandRunner("test", TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient.RunAsync(
            Shell(script),
            onLine: line =>
            {
                child = line;
                cancellation.Cancel();
            },
            cancellation: cancellation.Token));

        await Soon.UntilAsync(() => Soon.HasEnded(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_listener_that_fails_ends_the_program_and_is_heard()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => runner.RunAsync(Shell("echo line; exec sleep 300"), onLine: _ => throw new InvalidOperationException("heard")).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal("heard", error.Message);
    }

    [Fact]
    public async Task Output_in_a_file_is_private_and_comes_with_its_size_and_checksum()
    {
        var stored = await runner.RunToFileAsync(Shell("head -c 1000000 /dev/urandom; echo note >&2"), place["backup.dump"]);

        var bytes = await File.ReadAllBytesAsync(place["backup.dump"]);
        Assert.Equal(new CommandResult(0, "", "note\n"), stored.Result);
        Assert.Equal((1_000_000L, Convert.ToHexStringLower(SHA256.HashData(bytes))), (stored.Bytes, stored.Sha256));
        Assert.Equal(bytes.Length, stored.Bytes);
        Assert.Equal(Private, File.GetUnixFileMode(place["backup.dump"]));
        Assert.Equal(["backup.dump"], Directory.GetFiles(place.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Nothing_is_left_of_the_output_of_a_program_that_fails()
    {
        var stored = await runner.RunToFileAsync(Shell("echo half; echo why >&2; exit 5"), place["backup.dump"]);

        Assert.Equal(new CommandResult(5, "", "why\n"), stored.Result);
        Assert.Empty(Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public async Task Nothing_is_left_of_the_output_of_a_program_that_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var run = runner.RunToFileAsync(Shell("echo half; exec sleep 300"), place["backup.dump"], cancellation.Token);
        await Soon.UntilAsync(() => new FileInfo(place["backup.dump.part"]) is { Exists: true, Length: 5 });

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public async Task What_a_run_that_was_killed_left_behind_is_replaced()
    {
        place.Write("backup.dump.part", "half of an earlier one");

        await runner.RunToFileAsync(Shell("printf whole"), place["backup.dump"]);

        Assert.Equal("whole", await File.ReadAllTextAsync(place["backup.dump"]));
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_written_over()
    {
        place.Write("backup.dump", "precious");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => runner.RunToFileAsync(Shell("echo other"), place["backup.dump"]));

        Assert.Equal($"{place["backup.dump"]} was not written: there is such a file already.", error.Failure.What);
        Assert.Equal("precious", await File.ReadAllTextAsync(place["backup.dump"]));
    }

    private static Command Shell(string script) => Command.Of("sh", "-c", script);
}
