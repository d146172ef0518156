using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

public class SpecificationChangesTests
{
    public static TheoryData<string, string, string> Pairs => new()
    {
        { """{"a":1}""", """{"a":1}""", "" },
        { """{"environment":{"FOO":"1","BAR":"1"}}""", """{"environment":{"FOO":"2","BAR":"1"}}""", "environment.FOO" },
        { """{"environment":{"FOO":"1"}}""", """{"environment":{"FOO":"1","BAR":"2"}}""", "environment.BAR" },
        { """{"environment":{"FOO":"1"}}""", """{}""", "environment" },
        { """{"healthcheck":{"interval":"5s","test":["CMD","a"]}}""", """{"healthcheck":{"interval":"6s","test":["CMD","b"]}}""", "healthcheck.interval, healthcheck.test" },
        { """{"command":["a","b"]}""", """{"command":["a","c"]}""", "command" },
        { """{"mem_limit":"1"}""", """{"mem_limit":1}""", "mem_limit" },
        { """{"profiles":["x"]}""", """{}""", "" }, // a release's file has none
        { """{"pull_policy":"always"}""", """{}""", "" },
        { """{"volumes":[1],"slipway-uses":{"volumes":{"db":{"name":"a"}}}}""", """{"volumes":[1],"slipway-uses":{"volumes":{"db":{"name":"b"}}}}""", "volumes.db.name" },
        { """{"networks":{"a":null},"slipway-uses":{"networks":{}}}""", """{"networks":{"b":null},"slipway-uses":{"networks":{"b":{"name":"x"}}}}""", "networks.a, networks.b" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_keys_that_differ_are_named_without_their_values(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(", ", SpecificationChanges.Between(before, after)));
}
