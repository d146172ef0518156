using Slipway.Core.Health;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Stack;

public class ExpectedAnswerTests
{
    private static readonly ExpectedAnswer All = new() { Status = 204, Body = "ready", Header = "X-Ready:  yes", Latency = TimeSpan.FromMilliseconds(250) };

    private static readonly ProbeResult Well = new(204, "") { Body = "is ready now", Header = "yes", Latency = TimeSpan.FromMilliseconds(250) };

    [Fact]
    public void Without_a_word_any_answer_of_200_is_healthy()
    {
        var any = new ExpectedAnswer();

        Assert.Null((new ProbeResult(200, "") { Latency = TimeSpan.FromSeconds(9) }).BreachOf(any));
        Assert.Equal("answered 204", (new ProbeResult(204, "")).BreachOf(any));
        Assert.Equal("did not answer", (new ProbeResult(null, "refused")).BreachOf(any));
    }

    [Fact]
    public void Each_part_of_what_is_expected_is_compared_with_the_answer()
    {
        Assert.Null(Well.BreachOf(All));
        Assert.Equal("answered 200, not 204", (Well with { Status = 200 }).BreachOf(All));
        Assert.Equal("answered after 251 ms, not within 250 ms", (Well with { Latency = TimeSpan.FromMilliseconds(251) }).BreachOf(All));
        Assert.Equal("answered 204 without the header 'X-Ready:  yes'", (Well with { Header = "yes, no" }).BreachOf(All));
        Assert.Equal("answered 204 without the header 'X-Ready:  yes'", (Well with { Header = null }).BreachOf(All));
        Assert.Equal("answered 204 without the text 'ready'", (Well with { Body = "Ready" }).BreachOf(All));
    }

    [Fact]
    public void A_plan_shows_what_is_expected()
    {
        Assert.Equal("200", new ExpectedAnswer().ToString());
        Assert.Equal("204 within 250 ms with the header 'X-Ready:  yes' with the text 'ready'", All.ToString());
    }
}
