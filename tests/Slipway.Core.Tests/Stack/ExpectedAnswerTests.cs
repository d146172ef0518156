using Slipway.Core.Planning;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Stack;

public class ExpectedAnswerTests
{
    private static readonly ExpectedAnswer All = new() { Status = 204, Body = "ready", Header = "X-Ready:  yes", Latency = TimeSpan.FromMilliseconds(250) };

    private static readonly ProbeResult Well = new(204, "") { Body = "is ready now", Header = "yes", Latency = TimeSpan.FromMilliseconds(250) };

    [Fact]
    public void Without_a_word_any_answer_of_200_is_well()
    {
        var any = new ExpectedAnswer();

        Assert.Null(any.BreachOf(new ProbeResult(200, "") { Latency = TimeSpan.FromSeconds(9) }));
        Assert.Equal("answered 204", any.BreachOf(new ProbeResult(204, "")));
        Assert.Equal("did not answer", any.BreachOf(new ProbeResult(null, "refused")));
    }

    [Fact]
    public void Each_part_of_what_is_expected_is_held_against_the_answer()
    {
        Assert.Null(All.BreachOf(Well));
        Assert.Equal("answered 200, not 204", All.BreachOf(Well with { Status = 200 }));
        Assert.Equal("answered after 251 ms, not within 250 ms", All.BreachOf(Well with { Latency = TimeSpan.FromMilliseconds(251) }));
        Assert.Equal("answered 204 without the header 'X-Ready:  yes'", All.BreachOf(Well with { Header = "yes, no" }));
        Assert.Equal("answered 204 without the header 'X-Ready:  yes'", All.BreachOf(Well with { Header = null }));
        Assert.Equal("answered 204 without the text 'ready'", All.BreachOf(Well with { Body = "Ready" }));
    }

    [Fact]
    public void A_plan_shows_what_is_expected()
    {
        Assert.Equal("200", new ExpectedAnswer().ToString());
        Assert.Equal("204 within 250 ms with the header 'X-Ready:  yes' with the text 'ready'", All.ToString());
    }
}
