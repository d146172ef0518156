namespace Slipway.Engine.Runs;

/// <summary>The time of one who looks again and again: the pauses between two looks, and the limit at which to give up.</summary>
/// <param name="clock">Measures and waits.</param>
/// <param name="pause">The time between two looks; the last pause ends at the limit.</param>
/// <param name="limit">For how long to look.</param>
internal sealed class Poll(TimeProvider clock, TimeSpan pause, TimeSpan limit)
{
    private readonly long began = clock.GetTimestamp();

    /// <summary>How much time is left; nothing or less where it is up.</summary>
    public TimeSpan Left => limit - clock.GetElapsedTime(began);

    /// <summary>Whether the time is up: what was found at the last look is the result.</summary>
    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>Waits before the next look.</summary>
    public Task PauseAsync(CancellationToken cancellation)
    {
        var left = Left;
        return Task.Delay(left > TimeSpan.Zero && left < pause ? left : pause, clock, cancellation);
    }

    /// <summary>Looks at intervals while some work goes on, and once more when it has ended well.</summary>
    /// <exception cref="Exception">As the work or a look throws it; whoever started the work ends it.</exception>
    public static async Task WhileAsync(
        Task work,
        TimeProvider clock,
        TimeSpan interval,
        Func<Task> look,
        CancellationToken cancellation
    )
    {
        while (await Task.WhenAny(work, Task.Delay(interval, clock, cancellation)) != work && !cancellation.IsCancellationRequested)
            await look();
        await work;
        await look();
    }
}
