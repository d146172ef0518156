using System.Diagnostics;
using System.Globalization;

namespace Slipway.EndToEnd.Tests;

/// <summary>Visitors who come one after the other all the while, and what they met.</summary>
internal sealed class Prober : IAsyncDisposable
{
    private readonly TimeSpan pause;
    private readonly CancellationTokenSource stop = new();
    private readonly List<string> failures = [];
    private readonly Task running;
    private int requests;
    private TimeSpan slowest;

    private Prober(TimeSpan pause, Func<string, Task<Answer>> ask, string[] addresses)
    {
        this.pause = pause;
        running = Task.WhenAll(addresses.Select(address => Task.Run(() => ProbeAsync(ask, address))));
    }

    /// <summary>Begins to ask for the addresses, side by side.</summary>
    public static Prober Start(Func<string, Task<Answer>> ask, params string[] addresses) => Start(TimeSpan.FromMilliseconds(50), ask, addresses);

    /// <summary>The same with another pause between the end of a visit and the next.</summary>
    public static Prober Start(TimeSpan pause, Func<string, Task<Answer>> ask, params string[] addresses) => new(pause, ask, addresses);

    /// <summary>Ends it, and asserts that people came and nobody was turned away.</summary>
    /// <param name="place">Notes the figures.</param>
    /// <param name="moreThan">How many requests are too few to say anything.</param>
    /// <returns>The longest that one of them had to wait.</returns>
    public async Task<TimeSpan> MustHaveSeenNoFailureAsync(Workspace place, int moreThan = 100)
    {
        await stop.CancelAsync();
        await running;
        place.Note(string.Create(CultureInfo.InvariantCulture, $"{requests} requests meanwhile, {failures.Count} failed, the slowest took {slowest.TotalMilliseconds:0} ms"));
        MustHaveSeenNoFailure();
        Assert.True(requests > moreThan, $"Only {requests} requests were made.");
        return slowest;
    }

    /// <summary>Asserts that nobody was turned away so far.</summary>
    public void MustHaveSeenNoFailure()
    {
        lock (failures)
        {
            if (failures.Count > 0) throw new RequestsFailedException($"{failures.Count} of {requests} requests failed:\n{string.Join('\n', failures.Take(10))}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private async Task ProbeAsync(Func<string, Task<Answer>> ask, string address)
    {
        while (!stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var problem = await ProblemAsync(ask, address);
            lock (failures)
            {
                requests++;
                if (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed > slowest) slowest = elapsed;
                if (problem is not null) failures.Add($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {address}: {problem}");
            }

            await Task.Delay(pause);
        }
    }

    private static async Task<string?> ProblemAsync(Func<string, Task<Answer>> ask, string address)
    {
        try
        {
            var answer = await ask(address);
            return answer.Status == 200 ? null : $"{answer.Status} {answer.Body}";
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            // What a broken connection died of stands inside.
            return error.GetBaseException() is var cause && cause != error ? $"{error.Message} {cause.GetType().Name}: {cause.Message}" : error.Message;
        }
    }
}
