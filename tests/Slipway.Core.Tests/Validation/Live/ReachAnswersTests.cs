using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Validation.Live;

public class ReachAnswersTests
{
    private static readonly ReachList List = new()
    {
        Environment = Named.Dev,
        Networks = ["a"],
        Names = ["api", "db"],
        Endpoints = [new Endpoint("10.0.0.2", 80)],
        Needed = [new NeededService("the edge", "edge", [new Endpoint("10.0.0.9", 443)])],
    };

    [Fact]
    public void Answers_are_read_in_any_order()
    {
        var answers = ReachAnswers.Parse("open 10.0.0.9 443\nname db\nshut 10.0.0.2 80\nname api 10.0.0.3 10.0.0.2 10.0.0.3\ndone\n", List)!;

        Assert.Equal(["10.0.0.2", "10.0.0.3"], answers.Addresses["api"].AsEnumerable());
        Assert.Empty(answers.Addresses["db"]);
        Assert.Equal([new Endpoint("10.0.0.9", 443)], answers.Open);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name api\nshut 10.0.0.2 80\nshut 10.0.0.9 443\n")]
    [InlineData("name api\nname db\nshut 10.0.0.9 443\n")]
    [InlineData("name api\nname db\nshut 10.0.0.2 80\n")]
    [InlineData("name api\nname db\nshut 10.0.0.2 eighty\nshut 10.0.0.9 443\n")]
    public void A_probe_that_left_a_question_out_proves_nothing(string output) => Assert.Null(ReachAnswers.Parse(output, List));
}
