using System.Text;
using System.Text.Json;
using Slipway.Core.Secrets;

namespace Slipway.Core.Tests.Secrets;

/// <summary>The forms in which programs print a secret: line by line, encoded, escaped.</summary>
public class SecretFormsTests
{
    private const string First = "MHc1CAQ2EEI3Gs4aaa5BBB6ccc7DDD8eee9FFF+/0=";
    private const string Second = "oAo1GCC2qGS3M49Aw4EHg5HHH6iii7JJJ8kkk9LLL==";
    private const string Key = $"-----BEGIN TEST KEY-----\n{First}\n{Second}\n-----END TEST KEY-----";

    [Theory]
    [InlineData("{0}\n", "web-1  | {0}")]
    [InlineData("{0}\n", "    {0}\r")]
    [InlineData("{0}\\n", "web-1  | {0}")]
    [InlineData("{0}\r\n", "+{0};")]
    public void A_secret_of_several_lines_is_replaced_line_by_line(string lines, string shown)
    {
        var value = string.Concat(Key.Split('\n').Select(line => string.Format(null, lines, line)));

        Assert.Equal(string.Format(null, shown, "***"), new Redactor([value]).Clean(string.Format(null, shown, First)));
        Assert.Equal(string.Format(null, shown, "***"), new Redactor([value]).Clean(string.Format(null, shown, Second)));
    }

    [Fact]
    public void A_whole_secret_of_several_lines_is_replaced_at_once() =>
        Assert.Equal("cannot use ***", new Redactor([Key]).Clean($"cannot use {Key}"));

    [Theory]
    [InlineData("-----BEGIN TEST KEY-----\ncontent-of-the-key\n-----END TEST KEY-----", "-----BEGIN TEST KEY-----")]
    [InlineData("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\ncontent-of-the-key", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----")]
    [InlineData("{\n  \"type\":\n  \"s3cr3t-value\"\n}", "{ the \"type\": }")]
    [InlineData("password:\nproduction\n==========\ns3cr3t-value", "the password: of production ==========")]
    public void A_line_that_anybody_may_know_is_left(string value, string text) =>
        Assert.Equal(text, new Redactor([value]).Clean(text));

    [Fact]
    public void A_line_break_at_the_end_makes_no_other_secret() =>
        Assert.Equal("is ***", new Redactor(["hunter-and-gatherer\n"]).Clean("is hunter-and-gatherer"));

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    public void The_base64_of_a_secret_is_replaced_at_every_alignment(string before)
    {
        var redactor = new Redactor(["s3cr3t-value-of-dev"]);
        for (var after = 0; after < 3; after++)
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + "s3cr3t-value-of-dev" + new string('.', after)));

            var cleaned = redactor.Clean($"Basic {text} sent");

            Assert.Matches(@"^Basic [A-Za-z0-9+/]{0,6}\*\*\*[A-Za-z0-9+/]{0,3}=* sent$", cleaned);
        }
    }

    [Fact]
    public void The_base64_of_a_short_secret_is_replaced() =>
        Assert.Equal("Basic YTo***", new Redactor(["123456"]).Clean("Basic " + Convert.ToBase64String("a:0123456"u8.ToArray())).Replace("YTow", "YTo", StringComparison.Ordinal));

    [Theory]
    [InlineData(64)]
    [InlineData(76)]
    [InlineData(20)]
    public void Base64_that_is_wrapped_is_replaced_line_by_line(int width)
    {
        var redactor = new Redactor([Key]);
        var lines = Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)).Chunk(width).Select(chunk => new string(chunk)).ToArray();

        Assert.All(lines.Where(line => line.Length >= 12), line => Assert.Equal("| ***", redactor.Clean($"| {line}")));
        Assert.DoesNotMatch("[A-Za-z0-9+/]", redactor.Clean(string.Join('\n', lines)));
    }

    [Theory]
    [InlineData("+", "-", "/", "_")]
    [InlineData("+", "%2B", "/", "%2f")]
    [InlineData("+", "\\u002B", "/", "\\/")]
    public void The_alphabets_of_base64_make_no_difference(string one, string oneShown, string other, string otherShown)
    {
        const string Secret = "??>>??>>??>>~~~~secret";
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).TrimEnd('=');
        Assert.Contains(one, text, StringComparison.Ordinal);
        Assert.Contains(other, text, StringComparison.Ordinal);

        var shown = text.Replace(one, oneShown, StringComparison.Ordinal).Replace(other, otherShown, StringComparison.Ordinal);

        Assert.Equal("a ***.", new Redactor([Secret]).Clean($"a {shown}."));
    }

    [Fact]
    public void A_key_whose_lines_are_wrapped_otherwise_or_joined_is_replaced()
    {
        const string One = "MHc1CAQ2EEI3Gs4aaa5BBB6ccc7DDD8eee9FFF+/0aMH1cCA2QEE3IGs4fff5EEE6ddd7";
        const string Two = "oAo1GCC2qGS3M49Aw4EHg5HHH6iii7JJJ==";
        var redactor = new Redactor([$"-----BEGIN TEST KEY-----\n{One}\n{Two}\n-----END TEST KEY-----\n"]);

        Assert.Equal("key=***", redactor.Clean($"key={One}"[..30]));
        Assert.Equal("***", redactor.Clean(One[10..] + Two[..10]));
        Assert.DoesNotMatch("[A-Za-z0-9]", redactor.Clean(One + Two));
    }

    [Theory]
    [InlineData("p@ss/w0rd +&=ü", "p%40ss%2Fw0rd%20%2B%26%3D%C3%BC")]
    [InlineData("p@ss/w0rd +&=ü", "p%40ss/w0rd+%2b%26%3d%c3%bc")]
    [InlineData("p@ss/w0rd +&=ü", "p@ss%252Fw0rd%2520%252B%2526%253D%25C3%25BC")]
    [InlineData("quo\"te\\d/s3c-r3t", "quo\\\"te\\\\d\\/s3c-r3t")]
    [InlineData("quo\"te\\d/s3c-r3t", "quo\\u0022te\\u005cd/s3c-r3t")]
    [InlineData("ship-🚢-value", "ship-\\uD83D\\uDEA2-value")]
    [InlineData("ship-🚢-value", "ship-%F0%9F%9A%A2-value")]
    [InlineData("one-line-1\nline-two-2", "one-line-1\\nline-two-2")]
    [InlineData("one-line-1\nline-two-2", "one-line-1%0D%0Aline-two-2")]
    public void Escaped_for_an_address_or_for_JSON_a_secret_is_replaced(string value, string shown) =>
        Assert.Equal("https://a:***@host", new Redactor([value]).Clean($"https://a:{shown}@host"));

    [Fact]
    public void What_our_own_JSON_makes_of_a_secret_is_replaced()
    {
        const string Secret = "<quo\"te>&'+d\tend";

        Assert.Equal("\"***\"", new Redactor([Secret]).Clean(JsonSerializer.Serialize(Secret)));
    }

    [Fact]
    public void Other_base64_is_left()
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("an image's digest, or whatever else is long"));

        Assert.Equal(text, new Redactor([Key, "s3cr3t-value-of-dev"]).Clean(text));
    }
}
