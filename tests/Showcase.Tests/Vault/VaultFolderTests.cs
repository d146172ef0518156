using Showcase.Vault;

namespace Showcase.Tests.Vault;

public sealed class VaultFolderTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("picture.png")]
    [InlineData("2025-06-03_final.v2.tar.gz")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a-_.")]
    public void A_plain_name_is_good(string name) => Assert.True(VaultFolder.IsValidName(name));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("/a")]
    [InlineData("a\\b")]
    [InlineData("a/../../b")]
    [InlineData("%2e%2e")]
    [InlineData("..%2fa")]
    [InlineData("c:a")]
    public void A_name_that_could_be_a_path_is_refused(string name) => Assert.False(VaultFolder.IsValidName(name));

    [Theory]
    [InlineData(".hidden")]
    [InlineData(".upload-0123456789abcdef0123456789abcdef")]
    [InlineData("-rf")]
    [InlineData("_a")]
    public void A_name_that_begins_with_a_sign_is_refused_so_none_is_an_upload_in_hand_or_an_option(string name) =>
        Assert.False(VaultFolder.IsValidName(name));

    [Theory]
    [InlineData("A")]
    [InlineData("picture.PNG")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("\na")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("ａ")]
    [InlineData("a١")]
    [InlineData("a*")]
    [InlineData("a?b")]
    public void A_name_with_any_other_character_is_refused(string name) => Assert.False(VaultFolder.IsValidName(name));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_name_has_at_most_a_hundred_characters(int length, bool isGood) =>
        Assert.Equal(isGood, VaultFolder.IsValidName(new string('a', length)));
}
