using System.Text.Json.Nodes;
using Slipway.Core.Json;

namespace Slipway.Core.Tests.Json;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":{"d":[{"z":1,"y":2}],"c":null}}""", """{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":1}""")]
    [InlineData("""{"a":1,"B":2,"_":3}""", """{"B":2,"_":3,"a":1}""")] // ordinal, not by the rules of a language
    [InlineData("[3,1,2]", "[3,1,2]")] // the order of a list means something
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("null", "null")]
    public void Keys_are_sorted_at_every_depth_and_lists_are_not(string json, string expected) => Assert.Equal(expected, CanonicalJson.Text(JsonNode.Parse(json)));

    [Fact]
    public void Sorting_leaves_the_original_as_it_was()
    {
        var original = JsonNode.Parse("""{"b":1,"a":2}""");

        _ = CanonicalJson.Sort(original);

        Assert.Equal("""{"b":1,"a":2}""", original!.ToJsonString());
    }

    [Fact]
    public void Equal_values_have_equal_fingerprints_and_others_do_not()
    {
        static string Of(string json) => CanonicalJson.Fingerprint(JsonNode.Parse(json));

        Assert.Equal(Of("""{"a":1,"b":2}"""), Of("""{"b":2,"a":1}"""));
        Assert.NotEqual(Of("""{"a":1,"b":2}"""), Of("""{"a":2,"b":1}"""));
        Assert.NotEqual(Of("[1,2]"), Of("[2,1]"));
        Assert.NotEqual(Of("1"), Of("\"1\""));
    }

    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ü", "607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f")] // as UTF-8
    public void The_hash_of_a_text_is_the_published_one(string text, string expected) => Assert.Equal(expected, CanonicalJson.Sha256(text));
}
