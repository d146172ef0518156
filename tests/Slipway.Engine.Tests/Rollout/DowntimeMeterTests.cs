using Slipway.Core.Problems;
using Slipway.Engine.Docker;
using Slipway.Engine.Rollout;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Rollout;

public class DowntimeMeterTests
{
    private readonly FakeHost fake = new();
    private readonly TaskCompletionSource work = new();

    [Fact]
    public async Task What_the_engine_has_forgotten_by_the_end_was_seen_on_the_way()
    {
        var questions = 0;
        fake.Commands.On("docker events", () =>
        {
            if (++questions == 2) work.SetResult();
            return new Slipway.Core.Commands.CommandResult(0, questions == 1 ? Event("old", "kill", 1) + Event("old", "die", 2) : Event("new", "start", 3) + Event("new", "health_status: healthy", 4.5), "");
        });

        var away = await MeasureAsync();

        Assert.Equal([KeyValuePair.Create("web", 3.5)], away);
        Assert.InRange(questions, 3, int.MaxValue);
        Assert.StartsWith("docker events --since 1795183802.0000000 --until 1795183803.0000000 --filter type=container --filter label=com.docker.compose.project=shop-dev ", fake.Commands.Run[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_says_nothing_costs_the_figure_and_not_the_work()
    {
        fake.Commands.On("docker events", "", "unknown flag", 1);
        work.SetResult();

        Assert.Empty(await MeasureAsync());
    }

    [Fact]
    public async Task A_question_that_cannot_be_asked_costs_the_figure_and_not_the_work()
    {
        fake.Commands.On("docker events", () => throw new SlipwayException(ExitCode.Failed, new Failure("docker cannot be started.")));
        work.SetResult();

        Assert.Empty(await MeasureAsync());
    }

    [Fact]
    public async Task A_failure_of_the_work_is_passed_on()
    {
        work.SetException(new InvalidOperationException("it broke"));

        Assert.Equal("it broke", (await Assert.ThrowsAsync<InvalidOperationException>(MeasureAsync)).Message);
        Assert.Empty(fake.Commands.Run);
    }

    private async Task<IEnumerable<KeyValuePair<string, double>>> MeasureAsync() =>
        await new DowntimeMeter(new DockerQueries(fake.Host.Commands), fake.Clock, "shop-dev").MeasureAsync(() => work.Task, CancellationToken.None);

    private static string Event(string container, string action, double second) =>
        $$$"""{"Action":"{{{action}}}","Actor":{"ID":"{{{container}}}","Attributes":{"com.docker.compose.service":"web","com.docker.compose.oneoff":"False","signal":"15"}},"timeNano":{{{(long)(second * 1e9)}}}}""" + "\n";
}
