using System.Globalization;
using System.Net.Sockets;

namespace Showcase.Redis;

/// <summary>
/// The few commands a work queue needs, one at a time over one connection that is opened when needed and again after a failure.
/// </summary>
internal sealed class RedisClient(string host) : IDisposable
{
    private const int Port = 6379;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private RedisConnection? _connection;

    public async Task PingAsync(CancellationToken cancellation) => await RunAsync(Patience, ["PING"], cancellation);

    /// <summary>Adds to the left end. A connection that broke on the way can make it twice; never not at all.</summary>
    public async Task PushAsync(string list, string value, CancellationToken cancellation) =>
        await RunAsync(Patience, ["LPUSH", list, value], cancellation);

    /// <summary>
    /// Moves the oldest entry to the left end of another list and gives it, or null when none came within <paramref name="wait"/>.
    /// </summary>
    public async Task<string?> TakeAsync(string from, string to, TimeSpan wait, CancellationToken cancellation) =>
        (string?)
            await RunAsync(
                wait + Patience,
                ["BLMOVE", from, to, "RIGHT", "LEFT", wait.TotalSeconds.ToString(CultureInfo.InvariantCulture)],
                cancellation
            );

    /// <summary>
    /// Moves the newest entry of one list to the end of another from which it is taken next, or gives null when there is none.
    /// </summary>
    public async Task<string?> ReturnAsync(string from, string to, CancellationToken cancellation) =>
        (string?)await RunAsync(Patience, ["LMOVE", from, to, "LEFT", "RIGHT"], cancellation);

    public async Task RemoveAsync(string list, string value, CancellationToken cancellation) =>
        await RunAsync(Patience, ["LREM", list, "1", value], cancellation);

    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private async Task<object?> RunAsync(TimeSpan patience, string[] words, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            await _turn.WaitAsync(limit.Token);
            try
            {
                return await SendAsync(words, limit.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RedisException($"Redis on {host}:{Port} did not answer within {patience.TotalSeconds:0} s.");
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            throw new RedisException($"Redis on {host}:{Port} cannot be reached: {error.Message}", error);
        }
    }

    private async Task<object?> SendAsync(string[] words, CancellationToken cancellation)
    {
        bool reused = _connection is not null;
        while (true)
        {
            try
            {
                _connection ??= await RedisConnection.OpenAsync(host, Port, cancellation);
                return await _connection.SendAsync(words, cancellation);
            }
            catch (Exception error) when (error is not RedisException)
            {
                _connection?.Dispose();
                _connection = null;
                // A connection that was idle may have died with the server's last restart: one more try on a new one.
                if (!reused || error is not (SocketException or IOException))
                    throw;
                reused = false;
            }
        }
    }
}
