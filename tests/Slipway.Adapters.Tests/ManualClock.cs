namespace Slipway.Adapters.Tests;

/// <summary>A clock that a test moves on. Timers that are due run while it does.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock turn = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = new(2026, 11, 21, 14, 0, 3, TimeSpan.Zero);

    /// <summary>How many timers nobody has stopped yet.</summary>
    public int Timers
    {
        get
        {
            lock (turn) return timers.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (turn) return now;
    }

    public void Advance(TimeSpan time)
    {
        Timer[] due;
        lock (turn)
        {
            now += time;
            due = [.. timers.Where(timer => timer.Due <= now)];
            foreach (var timer in due) timer.Due = now + timer.Period;
        }

        foreach (var timer in due) timer.Run();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (turn)
        {
            var timer = new Timer(this, () => callback(state), period) { Due = now + dueTime };
            timers.Add(timer);
            return timer;
        }
    }

    private sealed class Timer(ManualClock clock, Action run, TimeSpan period) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period => period;

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Nobody changes a timer.");

        public void Dispose()
        {
            lock (clock.turn) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
