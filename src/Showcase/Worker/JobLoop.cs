using Npgsql;
using Showcase.Jobs;
using Showcase.Mqtt;
using Showcase.Redis;

namespace Showcase.Worker;

/// <summary>Takes one job after the other until it is asked to stop; then it finishes the job in hand.</summary>
internal sealed class JobLoop(JobQueue queue, Announcer announcer, Func<CancellationToken, Task> check, Action alive, ILogger log)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken stop)
    {
        await RetryAsync(check, stop);
        int recovered = await RetryAsync(queue.RecoverAsync, stop);
        if (recovered > 0)
            log.LogInformation("Took up {Count} unfinished job(s) of a worker that ended.", recovered);
        log.LogInformation("Ready for jobs.");

        while (!stop.IsCancellationRequested)
        {
            alive();
            string? job = await RetryAsync(token => queue.TakeAsync(Wait, token), stop);
            if (job is not null)
                await RetryAsync(_ => HandleAsync(job), stop);
            else
                await RetryAsync(AnnounceForgottenAsync, stop);
        }
    }

    // Not cancelled on a stop: every step in it has a time limit of its own, and half a job would be done twice.
    private async Task HandleAsync(string text)
    {
        if (Job.Parse(text) is not { } job)
        {
            log.LogError("A job of an unknown kind was set aside.");
            await queue.SetAsideAsync(text, CancellationToken.None);
            return;
        }

        if (await announcer.AnnounceAsync(job.PostId, CancellationToken.None))
            log.LogInformation("Announced post {PostId}.", job.PostId);
        await queue.DoneAsync(text, CancellationToken.None);
    }

    private async Task AnnounceForgottenAsync(CancellationToken stop)
    {
        foreach (long postId in await announcer.FindForgottenAsync(stop))
        {
            if (await announcer.AnnounceAsync(postId, stop))
                log.LogInformation("Announced post {PostId}, which had no job.", postId);
        }
    }

    private async Task RetryAsync(Func<CancellationToken, Task> action, CancellationToken stop) => await RetryAsync(
        async token =>
        {
            await action(token);
            return true;
        },
        stop);

    /// <summary>
    /// Repeats while a service that it needs is down, with growing pauses. A stop ends the pauses, and the job stays in the
    /// processing list for the next start.
    /// </summary>
    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken stop)
    {
        TimeSpan pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            try
            {
                return await action(stop);
            }
            catch (Exception error) when (error is RedisException or MqttException or NpgsqlException)
            {
                log.LogWarning("{Problem} (next try in {Seconds} s)", error.Message, pause.TotalSeconds);
            }

            await Task.Delay(pause, stop);
            pause = pause * 2 < LongestBackoff ? pause * 2 : LongestBackoff;
        }
    }
}
