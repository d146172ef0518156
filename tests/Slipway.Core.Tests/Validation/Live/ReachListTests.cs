using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Validation.Live;

public class ReachListTests
{
    [Fact]
    public void The_script_asks_side_by_side_and_tries_again_only_what_has_to_answer()
    {
        var list = new ReachList
        {
            Environment = Named.Dev,
            Networks = ["a"],
            Names = ["api", "api.a"],
            Endpoints = [new Endpoint("10.0.0.2", 80)],
            Needed = [new NeededService("the edge", "edge", [new Endpoint("10.0.0.9", 443)])],
        };

        Assert.EndsWith("""
            }
            name api </dev/null &
            name api.a </dev/null &
            connect 10.0.0.2 80 1 </dev/null &
            connect 10.0.0.9 443 3 </dev/null &
            wait
            echo done

            """, list.Script(), StringComparison.Ordinal);
        Assert.Equal(4, list.Questions);
    }

    [Fact]
    public void The_script_has_a_bounded_number_of_questions_at_once()
    {
        var list = new ReachList { Environment = Named.Dev, Networks = ["a"], Endpoints = [.. Enumerable.Range(1, 50).Select(port => new Endpoint("10.0.0.2", port))] };

        Assert.Equal(3, list.Script().Split('\n').Count(line => line == "wait"));
    }

    [Theory]
    [InlineData("$(reboot)")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("-w")]
    [InlineData("a\n")]
    [InlineData("")]
    public void What_could_mean_something_to_a_shell_gets_into_no_script(string name)
    {
        Assert.False(ReachList.IsName(name));
        Assert.False(ReachList.IsAddress(name));
        var error = Assert.Throws<InvalidOperationException>(() => new ReachList { Environment = Named.Dev, Networks = ["a"], Names = [name] }.Script());
        Assert.Equal($"'{name}' is neither a name nor an address.", error.Message);
    }

    [Theory]
    [InlineData("host:80", "host:80")]
    [InlineData("10.0.0.1:80", "10.0.0.1:80")]
    [InlineData("host", null)]
    [InlineData("host:0", null)]
    [InlineData("host:99999", null)]
    [InlineData("ho st:80", null)]
    public void An_endpoint_is_a_host_and_a_port(string text, string? endpoint) =>
        Assert.Equal(endpoint, Endpoint.TryParse(text, out var read) ? read.ToString() : null);
}
