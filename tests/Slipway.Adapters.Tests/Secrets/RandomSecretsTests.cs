using Slipway.Adapters.Secrets;

namespace Slipway.Adapters.Tests.Secrets;

public sealed class RandomSecretsTests
{
    [Fact]
    public void A_secret_is_letters_and_digits_and_begins_with_a_letter()
    {
        // Many of them: a digit in front would come up in one of six.
        foreach (var length in Enumerable.Repeat(1, 200).Append(2).Append(32).Append(4000))
        {
            var text = RandomSecrets.Text(length);

            Assert.Equal(length, text.Length);
            Assert.True(char.IsAsciiLetter(text[0]));
            Assert.All(text, character => Assert.True(char.IsAsciiLetterOrDigit(character)));
        }
    }

    [Fact]
    public void Every_character_is_about_as_frequent_as_any_other()
    {
        var counts = RandomSecrets.Text(620_001)[1..].CountBy(character => character).ToArray();

        // 10,000 each are expected with a deviation of 99; a modulo over 256 values would give some 25 percent more.
        Assert.Equal(62, counts.Length);
        Assert.All(counts, count => Assert.InRange(count.Value, 9_300, 10_700));
    }

    [Fact]
    public void No_two_are_equal() => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => RandomSecrets.Text(12)).Distinct().Count());
}
