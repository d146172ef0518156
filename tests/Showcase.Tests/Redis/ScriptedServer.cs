using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Showcase.Redis;

namespace Showcase.Tests.Redis;

/// <summary>The other end of a <see cref="RedisConnection"/>: says what the test tells it to, and cuts it where the test says.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly Socket _socket;
    private readonly CancellationTokenSource _limit;

    private ScriptedServer(RedisConnection connection, Socket socket, CancellationTokenSource limit)
    {
        Connection = connection;
        _socket = socket;
        _limit = limit;
    }

    public RedisConnection Connection { get; }

    /// <summary>Cancelled when something hangs, so that the test fails instead of waiting.</summary>
    public CancellationToken Limit => _limit.Token;

    public static async Task<ScriptedServer> StartAsync()
    {
        CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var connection = await RedisConnection.OpenAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, limit.Token);
        var socket = await listener.AcceptSocketAsync(limit.Token);
        socket.NoDelay = true;
        return new ScriptedServer(connection, socket, limit);
    }

    /// <summary>The reply that the connection makes of <paramref name="answer"/>, when it arrives in pieces of <paramref name="bytesPerPiece"/>.</summary>
    public async Task<object?> AnswerAsync(string answer, int bytesPerPiece = int.MaxValue)
    {
        var reply = Connection.SendAsync(["PING"], Limit);
        foreach (var piece in Encoding.UTF8.GetBytes(answer).Chunk(bytesPerPiece))
        {
            await _socket.SendAsync(piece, Limit);
            // The next piece only when this one was taken: otherwise both would come out of one read.
            while (SocketOf(Connection).Available > 0 && !reply.IsCompleted)
            {
                Limit.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        return await reply;
    }

    /// <summary>As <see cref="AnswerAsync"/>, with the end of the connection behind it.</summary>
    public async Task<object?> AnswerAndEndAsync(string answer)
    {
        await _socket.SendAsync(Encoding.UTF8.GetBytes(answer), Limit);
        // Not closed: a closed socket with an unread command in it resets the connection, and the answer may be lost.
        _socket.Shutdown(SocketShutdown.Send);
        return await Connection.SendAsync(["PING"], Limit);
    }

    /// <summary>The bytes that the connection sends for a command, as long as the test expects them to be.</summary>
    public async Task<string> ReceiveAsync(IReadOnlyList<string> words, int length)
    {
        await _socket.SendAsync("+OK\r\n"u8.ToArray(), Limit);
        await Connection.SendAsync(words, Limit);
        // What is sent too much or too little shows here: after the end of the connection nothing more can come.
        SocketOf(Connection).Shutdown(SocketShutdown.Send);
        var bytes = new byte[length + 1];
        await using NetworkStream stream = new(_socket, ownsSocket: false);
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, Limit);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    public void Dispose()
    {
        Connection.Dispose();
        _socket.Dispose();
        _limit.Dispose();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket SocketOf(RedisConnection connection);
}
