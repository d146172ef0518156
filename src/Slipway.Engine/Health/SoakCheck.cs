using System.Globalization;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Health;

/// <summary>Watches a release for a while after it has become healthy.</summary>
/// <param name="host">The ports of the machine.</param>
/// <param name="redactor">Cleans what containers logged and routes answered.</param>
/// <param name="access">Who passes the edge's basic auth, or null.</param>
/// <param name="action">What is watched.</param>
/// <param name="crashes">Looks at the release's containers.</param>
/// <param name="isClosed">Whether visitors are kept out for maintenance.</param>
/// <param name="onLine">Told each second how things stand.</param>
public sealed class SoakCheck(
    Host host,
    Redactor redactor,
    AccessDefinition? access,
    WatchSoak action,
    CrashCheck crashes,
    Func<bool> isClosed,
    Action<string> onLine
)
{
    private const int TicksALook = 4;

    private static readonly TimeSpan Tick = CrashCheck.Interval / TicksALook;

    private readonly List<Question> open = [];
    private SoakTally tally = SoakTally.Empty;
    private bool wasClosed;

    /// <summary>Watches to the end.</summary>
    /// <returns>What was seen, in a line.</returns>
    /// <exception cref="StepFailedException">A container ended, a limit was crossed, or a stop was asked for.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            return await RunToTheEndAsync(stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(open.Select(Task (question) => question.Answer)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> RunToTheEndAsync(CancellationToken cancellation)
    {
        await ReadEdgeAsync(cancellation);
        var began = host.Clock.GetTimestamp();
        for (var tick = 1; ; tick++)
        {
            foreach (var probe in action.Probes) Ask(probe, cancellation);
            await Task.Delay(Tick, host.Clock, cancellation);
            await CollectAsync();
            if (tick % TicksALook != 0) continue;

            // A container that has ended says more than the errors that it leaves behind.
            await Task.WhenAll(crashes.LookAsync(cancellation), ReadEdgeAsync(cancellation));
            Judge();
            var elapsed = host.Clock.GetElapsedTime(began);
            if (elapsed >= action.Time) break;
            onLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} of {action.Time.TotalSeconds:0} s: {tally}"));
        }

        if (!tally.EdgeCounts && tally.Asked > 0)
            host.Report.Warn(
                $"{action.Edge} does not count requests by host, so that only Slipway's own were watched; "
                    + "its Caddyfile needs the global option `metrics { per_host }`"
            );
        return string.Create(CultureInfo.InvariantCulture, $"{action.Time.TotalSeconds:0} s, {tally}");
    }

    /// <summary>A question a tick, whether or not those before were answered: routes that hang must not be asked less often.</summary>
    private void Ask(Probe probe, CancellationToken cancellation)
    {
        var who = probe.Authenticated ? access : null;
        open.Add(new Question(probe, host.Clock.GetTimestamp(), host.Probe.AskAsync(probe, who?.User, who?.Password, cancellation)));
    }

    private async Task CollectAsync()
    {
        foreach (var question in open.Where(question => !question.IsCounted))
        {
            var isLate = host.Clock.GetElapsedTime(question.Began) > action.Limits.MaxLatency;
            if (!question.Answer.IsCompleted && !isLate) continue;
            question.IsCounted = true;
            tally = tally.With(
                question.Probe,
                question.Answer.IsCompleted
                    ? await question.Answer
                    : new ProbeResult(
                        null,
                        string.Create(CultureInfo.InvariantCulture, $"no answer in {action.Limits.MaxLatency.TotalMilliseconds:0} ms")
                    )
            );
        }

        open.RemoveAll(question => question.IsCounted && question.Answer.IsCompleted);
    }

    private async Task ReadEdgeAsync(CancellationToken cancellation)
    {
        if (action.Hosts.IsEmpty) return;
        // An edge that is being started anew by another run answers nothing for a moment; what it says next counts from there.
        var result = await host.Commands.RunAsync(CaddyCommands.Metrics(action.Edge), cancellation: cancellation);
        if (!result.Succeeded) return;
        var closed = isClosed();
        tally = tally.With(EdgeReading.Parse(result.Output, action.Hosts), closed || wasClosed);
        wasClosed = closed;
    }

    private void Judge()
    {
        if (tally.BreachOf(action.Limits) is { } breach)
        {
            throw new StepFailedException(redactor.Clean(breach))
            {
                Remedy =
                    "fix the release; or, if the release is right and a limit is wrong, "
                    + "change maxErrorPercent or maxLatencyMs under `health` in stack.yaml.",
            };
        }

        // Whoever wants to stop is not kept waiting for what may take an hour.
        if (host.Stop.Signal is { } signal) throw new StepFailedException($"{signal} was received during the soak.");
    }

    /// <summary>A request of one's own.</summary>
    private sealed class Question(Probe probe, long began, Task<ProbeResult> answer)
    {
        public Probe Probe => probe;

        public long Began => began;

        public Task<ProbeResult> Answer => answer;

        public bool IsCounted { get; set; }
    }
}
