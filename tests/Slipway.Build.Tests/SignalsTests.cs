using System.Runtime.InteropServices;

namespace Slipway.Build.Tests;

public sealed class SignalsTests
{
    private readonly List<string> said = [];

    [Fact]
    public void A_lost_terminal_stops_no_run()
    {
        using var signals = new Signals(said.Add) { RunsSteps = true };

        signals.Handle(PosixSignal.SIGHUP);
        signals.Handle(PosixSignal.SIGHUP);

        Assert.Equal((null, false), (signals.Stop.Signal, signals.Token.IsCancellationRequested));
        Assert.All(said, line => Assert.StartsWith("SIGHUP: the terminal is gone. The run goes on to its end", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_run_ends_with_its_terminal()
    {
        using var signals = new Signals(said.Add);
        var ended = signals.Token.UntilCancelled();

        signals.Handle(PosixSignal.SIGHUP);

        await ended;
        Assert.Equal(("SIGHUP", 0), (signals.Stop.Signal, said.Count));
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, "Ctrl-C")]
    [InlineData(PosixSignal.SIGTERM, "SIGTERM")]
    public async Task The_first_signal_stops_a_run_and_the_second_ends_it_also_after_the_terminal_was_lost(PosixSignal signal, string name)
    {
        using var signals = new Signals(said.Add) { RunsSteps = true };
        var ended = signals.Token.UntilCancelled();

        signals.Handle(PosixSignal.SIGHUP);
        signals.Handle(signal);

        Assert.Equal((name, false), (signals.Stop.Signal, signals.Token.IsCancellationRequested));
        signals.Handle(signal);
        await ended;
    }

    [Fact]
    public async Task What_fails_as_it_is_ended_does_not_abort_the_process()
    {
        using var signals = new Signals(said.Add);
        var ended = signals.Token.UntilCancelled();
        using var failing = signals.Token.Register(() => throw new InvalidOperationException("a program could not be ended"));

        signals.Handle(PosixSignal.SIGTERM);

        await ended;
    }

    [Fact]
    public void A_signal_after_the_end_is_nothing()
    {
        var signals = new Signals(said.Add);
        signals.Dispose();

        signals.Handle(PosixSignal.SIGTERM);
    }
}

file static class Tokens
{
    public static Task UntilCancelled(this CancellationToken token)
    {
        var ended = new TaskCompletionSource();
        token.Register(ended.SetResult);
        return ended.Task.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
    }
}
