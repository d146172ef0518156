using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Showcase.Api;
using Showcase.Settings;

namespace Showcase.Tests.Api;

public sealed class SessionTokensTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const string Issuer = "https://makapix.example";
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private const string Claims = """{"iss":"https://makapix.example","sub":"pixel_fan","iat":1750000000,"exp":1750043200}""";

    // Made of the header, the claims and the key above by OpenSSL.
    private const string Token =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        + "eyJpc3MiOiJodHRwczovL21ha2FwaXguZXhhbXBsZSIsInN1YiI6InBpeGVsX2ZhbiIsImlhdCI6MTc1MDAwMDAwMCwiZXhwIjoxNzUwMDQzMjAwfQ."
        + "lcjTOudROGLpdY9bzM8dx89av2fOB2datcUXPATeun8";

    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);
    private readonly StoppedClock _clock = new(Start);

    [Fact]
    public void A_token_is_what_any_other_implementation_of_the_standard_makes() => Assert.Equal(Token, Tokens().Sign("pixel_fan"));

    [Fact]
    public void A_token_gives_back_the_handle_it_was_made_for() => Assert.Equal("pixel_fan", Tokens().Check(Token));

    [Fact]
    public void A_token_of_another_process_with_the_same_key_is_good() =>
        Assert.Equal("somebody-else", Tokens().Check(Tokens().Sign("somebody-else")));

    [Theory]
    [InlineData(0, true)]
    [InlineData(43_199, true)]
    [InlineData(43_200, false)]
    [InlineData(1_000_000, false)]
    public void A_token_is_good_for_twelve_hours(int ageSeconds, bool isGood)
    {
        var tokens = Tokens();

        _clock.Now = Start.AddSeconds(ageSeconds);

        Assert.Equal(isGood ? "pixel_fan" : null, tokens.Check(Token));
    }

    [Fact]
    public void A_token_in_which_one_character_was_changed_is_refused_whichever_it_is()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        for (var index = 0; index < Token.Length; index++)
        {
            // The highest of the six bits: the last character of a signature has two that mean nothing.
            var place = Alphabet.IndexOf(Token[index], StringComparison.Ordinal);
            var changed = place < 0 ? 'A' : Alphabet[place ^ 32];

            Assert.Null(Tokens().Check($"{Token[..index]}{changed}{Token[(index + 1)..]}"));
        }
    }

    [Fact]
    public void A_token_cut_short_is_refused_wherever_it_was_cut()
    {
        for (var length = 0; length < Token.Length; length++)
            Assert.Null(Tokens().Check(Token[..length]));
    }

    [Fact]
    public void Claims_under_the_signature_of_another_token_are_refused()
    {
        var parts = Token.Split('.');
        var other = Encode(Claims.Replace("pixel_fan", "admin", StringComparison.Ordinal));

        Assert.Null(Tokens().Check($"{parts[0]}.{other}.{parts[2]}"));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdeF")]
    [InlineData("0123456789abcdef0123456789abcde")]
    public void A_token_under_another_key_is_refused(string key) => Assert.Null(Tokens(key).Check(Token));

    [Fact]
    public void A_token_of_the_other_environment_is_refused_even_under_the_same_key() =>
        Assert.Null(Tokens(issuer: "https://development.makapix.example").Check(Token));

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"typ":"JWT","alg":"HS256"}""")]
    [InlineData("")]
    public void A_token_cannot_choose_its_algorithm(string header)
    {
        Assert.Null(Tokens().Check(Signed(Encode(header), Encode(Claims))));
        Assert.Null(Tokens().Check($"{Encode(header)}.{Encode(Claims)}."));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("pixel_fan")]
    [InlineData("a.b.c")]
    [InlineData("{0}.{1}")]
    [InlineData("{0}.{1}.")]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData(".{0}.{1}.{2}")]
    [InlineData("{0}.{1}.A")]
    [InlineData("{0}.{1}.AAAA+/==")]
    [InlineData("{0}.{1}.%%%%")]
    [InlineData("{0}.{1}.ä")]
    [InlineData("{0}.{1}.\0")]
    public void Text_that_is_no_token_is_refused_without_an_error(string format)
    {
        var parts = Token.Split('.');

        var text = format
            .Replace("{0}", parts[0], StringComparison.Ordinal)
            .Replace("{1}", parts[1], StringComparison.Ordinal)
            .Replace("{2}", parts[2], StringComparison.Ordinal);

        Assert.Null(Tokens().Check(text));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("%%%%")]
    [InlineData("")]
    public void Claims_that_are_no_base64_are_refused_even_under_our_signature(string claims) =>
        Assert.Null(Tokens().Check(Signed(Encode(Header), claims)));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"pixel_fan\"")]
    [InlineData("""{"iss":"https://makapix.example","sub":"pixel_fan","iat":1750000000}""")]
    [InlineData("""{"iss":"https://makapix.example","sub":"pixel_fan","iat":1750000000,"exp":null}""")]
    [InlineData("""{"iss":"https://makapix.example","sub":"pixel_fan","iat":1750000000,"exp":1e99}""")]
    [InlineData("""{"iss":"https://makapix.example","sub":7,"iat":1750000000,"exp":1750043200}""")]
    [InlineData("""{"iss":"https://makapix.example","sub":"\ud800","iat":1750000000,"exp":1750043200}""")]
    [InlineData("""{"iss":"https://makapix.example","iat":1750000000,"exp":1750043200}""")]
    [InlineData("""{"sub":"pixel_fan","iat":1750000000,"exp":1750043200}""")]
    public void Claims_that_say_too_little_are_refused_even_under_our_signature(string claims) =>
        Assert.Null(Tokens().Check(Signed(Encode(Header), Encode(claims))));

    [Fact]
    public void The_signature_made_for_these_tests_is_the_one_that_is_checked() =>
        Assert.Equal("pixel_fan", Tokens().Check(Signed(Encode(Header), Encode(Claims))));

    [Fact]
    public void Signatures_are_compared_in_constant_time()
    {
        // No clock shows this reliably, the compiled method does.
        var check = typeof(SessionTokens).GetMethod(nameof(SessionTokens.Check))!;

        var called = CallsOf(check);

        Assert.Contains($"{typeof(CryptographicOperations).FullName}.{nameof(CryptographicOperations.FixedTimeEquals)}", called);
        Assert.DoesNotContain(called, name => name.EndsWith(".SequenceEqual", StringComparison.Ordinal));
    }

    private SessionTokens Tokens(string key = Key, string issuer = Issuer) => new(new Secret(key), issuer, _clock);

    private static string Signed(string header, string claims)
    {
        var signature = HMACSHA256.HashData(Encoding.ASCII.GetBytes(Key), Encoding.ASCII.GetBytes($"{header}.{claims}"));
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static List<string> CallsOf(MethodInfo method)
    {
        const byte Call = 0x28;
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        List<string> names = [];
        for (var offset = 0; offset + 4 < code.Length; offset++)
        {
            if (code[offset] != Call)
                continue;
            try
            {
                var target = method.Module.ResolveMethod(BitConverter.ToInt32(code, offset + 1));
                names.Add($"{target!.DeclaringType!.FullName}.{target.Name}");
            }
            catch (ArgumentException)
            {
                // The byte was an operand and no call.
            }
        }

        return names;
    }
}
