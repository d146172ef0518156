using Showcase.Redis;

namespace Showcase.Jobs;

/// <summary>
/// A queue of which no job is lost: a job in hand stands in a second list until it is done, so every job is handled at least once.
/// </summary>
internal sealed class JobQueue(RedisClient redis)
{
    private const string Waiting = "showcase:jobs";
    private const string Processing = "showcase:jobs:processing";
    private const string Failed = "showcase:jobs:failed";

    public Task AddAsync(Job job, CancellationToken cancellation) => redis.PushAsync(Waiting, job.ToJson(), cancellation);

    /// <summary>The oldest job, or null when none came within <paramref name="wait"/>.</summary>
    public Task<string?> TakeAsync(TimeSpan wait, CancellationToken cancellation) =>
        redis.TakeAsync(Waiting, Processing, wait, cancellation);

    public Task DoneAsync(string job, CancellationToken cancellation) => redis.RemoveAsync(Processing, job, cancellation);

    /// <summary>Keeps a job that nobody can handle where a person finds it.</summary>
    public async Task SetAsideAsync(string job, CancellationToken cancellation)
    {
        await redis.PushAsync(Failed, job, cancellation);
        await redis.RemoveAsync(Processing, job, cancellation);
    }

    /// <summary>Takes up what a killed worker had in hand, in its old order. The number of such jobs.</summary>
    /// <remarks>A worker that still runs may lose its job to this one; then the job is handled twice, which at-least-once allows.</remarks>
    public async Task<int> RecoverAsync(CancellationToken cancellation)
    {
        int count = 0;
        while (await redis.ReturnAsync(Processing, Waiting, cancellation) is not null)
            count++;
        return count;
    }
}
