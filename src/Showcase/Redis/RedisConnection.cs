using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Showcase.Redis;

/// <summary>
/// One TCP connection that speaks RESP2: a command out, its reply in. After any failure but <see cref="RedisException"/> it is out of step
/// and has to be disposed.
/// </summary>
internal sealed class RedisConnection : IDisposable
{
    private const int MaxReplyBytes = 16 * 1024 * 1024;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    private RedisConnection()
    {
    }

    public static async Task<RedisConnection> OpenAsync(string host, int port, CancellationToken cancellation)
    {
        RedisConnection connection = new();
        try
        {
            await connection._socket.ConnectAsync(host, port, cancellation);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The reply: a <see cref="string"/>, a <see cref="long"/>, an array of replies, or null.</summary>
    /// <exception cref="RedisException">Redis answered with an error; the connection stays usable.</exception>
    public async Task<object?> SendAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        using MemoryStream command = new();
        command.Write(Encoding.UTF8.GetBytes($"*{words.Count}\r\n"));
        foreach (byte[] word in words.Select(Encoding.UTF8.GetBytes))
        {
            command.Write(Encoding.UTF8.GetBytes($"${word.Length}\r\n"));
            command.Write(word);
            command.Write("\r\n"u8);
        }

        ReadOnlyMemory<byte> rest = command.GetBuffer().AsMemory(0, (int)command.Length);
        while (!rest.IsEmpty)
            rest = rest[await _socket.SendAsync(rest, cancellation)..];

        object? reply = await ReadAsync(cancellation);
        return reply is RedisException error ? throw error : reply;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<object?> ReadAsync(CancellationToken cancellation)
    {
        string line = await ReadLineAsync(cancellation);
        string text = line[1..];
        switch (line[0])
        {
            case '+':
                return text;
            case '-':
                return new RedisException($"Redis refused the command: {text}");
            case ':':
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                    ? number
                    : throw NotRedis();
            case '$':
                int length = ReadLength(text);
                return length < 0 ? null : await ReadTextAsync(length, cancellation);
            case '*':
                int count = ReadLength(text);
                if (count < 0)
                    return null;
                object?[] items = new object?[count];
                for (int i = 0; i < count; i++)
                    items[i] = await ReadAsync(cancellation);
                return items;
            default:
                throw NotRedis();
        }
    }

    private static int ReadLength(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int length)
        && length is >= -1 and <= MaxReplyBytes
            ? length
            : throw new IOException("The answer has a length that Redis does not send.");

    private static IOException NotRedis() => new("The answer is not in Redis' protocol.");

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        int searched = 0;
        while (true)
        {
            int mark = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf("\r\n"u8);
            if (mark >= 0)
            {
                string line = Encoding.UTF8.GetString(_buffer, _start, searched + mark);
                _start += searched + mark + 2;
                return line.Length > 0 ? line : throw NotRedis();
            }

            // The last byte may be a carriage return whose line feed is still on its way.
            searched = Math.Max(0, _end - _start - 1);
            await FillAsync(cancellation);
        }
    }

    private async Task<string> ReadTextAsync(int length, CancellationToken cancellation)
    {
        while (_end - _start < length + 2)
            await FillAsync(cancellation);
        if (!_buffer.AsSpan(_start + length, 2).SequenceEqual("\r\n"u8))
            throw NotRedis();
        string text = Encoding.UTF8.GetString(_buffer, _start, length);
        _start += length + 2;
        return text;
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(
                ref _buffer,
                _buffer.Length < MaxReplyBytes * 2 ? _buffer.Length * 2 : throw new IOException("The answer is too long.")
            );

        int read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation);
        _end += read > 0 ? read : throw new IOException("Redis closed the connection.");
    }
}
