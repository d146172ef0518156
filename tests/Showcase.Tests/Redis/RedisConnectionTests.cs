using System.Text;
using System.Text.Json;
using Showcase.Redis;

namespace Showcase.Tests.Redis;

public sealed class RedisConnectionTests
{
    [Theory]
    [InlineData("+OK\r\n", "\"OK\"")]
    [InlineData("+\r\n", "\"\"")]
    [InlineData(":42\r\n", "42")]
    [InlineData(":-9223372036854775808\r\n", "-9223372036854775808")]
    [InlineData("$5\r\nhello\r\n", "\"hello\"")]
    [InlineData("$0\r\n\r\n", "\"\"")]
    [InlineData("$-1\r\n", "null")]
    [InlineData("$9\r\na\r\n+b\r\né\r\n", """ "a\r\n\u002Bb\r\n\u00E9" """)]
    [InlineData("*0\r\n", "[]")]
    [InlineData("*-1\r\n", "null")]
    [InlineData("*4\r\n:1\r\n$-1\r\n*2\r\n+x\r\n*-1\r\n$3\r\nend\r\n", """[1,null,["x",null],"end"]""")]
    public async Task A_reply_is_the_same_however_the_network_cut_it(string answer, string expectedJson)
    {
        using var server = await ScriptedServer.StartAsync();

        // All on one connection: a reply of which a byte is left over would spoil the next.
        foreach (var bytesPerPiece in Enumerable.Range(1, Encoding.UTF8.GetByteCount(answer)))
        {
            var reply = await server.AnswerAsync(answer, bytesPerPiece);

            Assert.Equal(expectedJson.Trim(), JsonSerializer.Serialize(reply));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task A_refusal_is_an_error_with_its_reason_and_the_connection_stays_usable(int bytesPerPiece)
    {
        using var server = await ScriptedServer.StartAsync();

        var error = await Assert.ThrowsAsync<RedisException>(() => server.AnswerAsync("-WRONGTYPE not a list\r\n", bytesPerPiece));
        var next = await server.AnswerAsync("+PONG\r\n", bytesPerPiece);

        Assert.Equal("Redis refused the command: WRONGTYPE not a list", error.Message);
        Assert.Equal("PONG", next);
    }

    [Fact]
    public async Task A_refusal_inside_an_array_leaves_the_other_entries_readable()
    {
        using var server = await ScriptedServer.StartAsync();

        var reply = Assert.IsType<object?[]>(await server.AnswerAsync("*3\r\n+a\r\n-ERR no\r\n+b\r\n", 1));

        Assert.Equal("a", reply[0]);
        Assert.Equal("Redis refused the command: ERR no", Assert.IsType<RedisException>(reply[1]).Message);
        Assert.Equal("b", reply[2]);
    }

    [Fact]
    public async Task Two_replies_that_come_in_one_piece_are_two_replies()
    {
        using var server = await ScriptedServer.StartAsync();

        var first = await server.AnswerAsync("+first\r\n$6\r\nsecond\r\n");
        var second = await server.AnswerAsync("");

        Assert.Equal("first", first);
        Assert.Equal("second", second);
    }

    [Theory]
    [InlineData(4085)]
    [InlineData(4086)]
    [InlineData(4096)]
    [InlineData(8193)]
    [InlineData(300_000)]
    public async Task A_reply_may_be_longer_than_the_first_buffer(int length)
    {
        using var server = await ScriptedServer.StartAsync();
        var text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 26))));

        // Two in a row with another length, so that the second begins in the middle of the buffer.
        var first = await server.AnswerAsync($"${length}\r\n{text}\r\n+behind\r\n", 1000);
        var behind = await server.AnswerAsync("");
        var second = await server.AnswerAsync($"${length}\r\n{text}\r\n", 1500);

        Assert.Equal(text, first);
        Assert.Equal("behind", behind);
        Assert.Equal(text, second);
    }

    [Fact]
    public async Task A_connection_that_ends_inside_a_reply_is_an_error_wherever_it_ends()
    {
        const string Whole = "*2\r\n$5\r\nhello\r\n:12\r\n";

        for (var length = 0; length < Whole.Length; length++)
        {
            using var server = await ScriptedServer.StartAsync();

            var error = await Assert.ThrowsAsync<IOException>(() => server.AnswerAndEndAsync(Whole[..length]));

            Assert.Equal("Redis closed the connection.", error.Message);
        }
    }

    [Theory]
    [InlineData("\r\n", "The answer is not in Redis' protocol.")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "The answer is not in Redis' protocol.")]
    [InlineData(":\r\n", "The answer is not in Redis' protocol.")]
    [InlineData(":1.5\r\n", "The answer is not in Redis' protocol.")]
    [InlineData(":9223372036854775808\r\n", "The answer is not in Redis' protocol.")]
    [InlineData("$2\r\nabcd", "The answer is not in Redis' protocol.")]
    [InlineData("$\r\n", "The answer has a length that Redis does not send.")]
    [InlineData("$-2\r\n", "The answer has a length that Redis does not send.")]
    [InlineData("$16777217\r\n", "The answer has a length that Redis does not send.")]
    [InlineData("$99999999999\r\n", "The answer has a length that Redis does not send.")]
    [InlineData("*two\r\n", "The answer has a length that Redis does not send.")]
    [InlineData("*-2\r\n", "The answer has a length that Redis does not send.")]
    public async Task An_answer_that_Redis_never_gives_is_a_broken_connection(string answer, string problem)
    {
        using var server = await ScriptedServer.StartAsync();

        var error = await Assert.ThrowsAsync<IOException>(() => server.AnswerAsync(answer));

        Assert.Equal(problem, error.Message);
    }

    [Fact]
    public async Task A_command_says_how_many_bytes_each_word_has_so_that_a_word_may_hold_anything()
    {
        const string Expected = "*4\r\n$5\r\nLPUSH\r\n$4\r\njobs\r\n$8\r\né\r\n$1\r\n\r\n$0\r\n\r\n";
        using var server = await ScriptedServer.StartAsync();

        var received = await server.ReceiveAsync(["LPUSH", "jobs", "é\r\n$1\r\n", ""], Encoding.UTF8.GetByteCount(Expected));

        Assert.Equal(Expected, received);
    }
}
