using Slipway.Core.Problems;
using Slipway.Engine.Docker;
using Slipway.Engine.Rollout;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Rollout;

public class DowntimeMeterTests
{
    private readonly FakeHost fake = new();
    private readonly TaskCompletionSource work = new();

    public DowntimeMeterTests()
    {
        fake.Clock.Limit = DowntimeMeter.Patience;
        fake.Commands.On("docker info", "2026-11-20T14:10:02Z");
    }

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
        Assert.StartsWith("docker events --since 1795183802.0000000 --until 1795183803.0000000 --filter type=container --filter label=com.docker.compose.project=shop-dev ", fake.Commands.Run[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_whose_clock_is_another_is_asked_for_moments_of_its_own()
    {
        // A virtual machine's clock stands still while the laptop sleeps (docker/for-mac#17); `docker events` waits for a moment to come.
        fake.Commands.On("docker info", "2026-11-18T14:10:02.123456712Z\n");
        fake.Commands.On("docker events");
        work.SetResult();

        await MeasureAsync();

        Assert.Equal("docker events --since 1795011002.1234567 --until 179501100", fake.Commands.Run.Last()[..58]);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_in_time_costs_the_figure_and_not_the_work()
    {
        fake.Clock.Limit = null;
        fake.Commands.On("docker events", () => throw new OperationCanceledException());
        work.SetResult();

        Assert.Empty(await MeasureAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("some day", 0)]
    public async Task An_engine_that_does_not_say_what_time_it_is_costs_the_figure_and_not_the_work(string answer, int exitCode)
    {
        fake.Commands.On("docker info", answer, exitCode: exitCode);
        work.SetResult();

        Assert.Empty(await MeasureAsync());
        Assert.DoesNotContain(fake.Commands.Run, line => line.StartsWith("docker events", StringComparison.Ordinal));
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
        fake.Commands.On("docker", () => throw new SlipwayException(ExitCode.Failed, new Failure("docker cannot be started.")));
        work.SetResult();

        Assert.Empty(await MeasureAsync());
    }

    [Fact]
    public async Task A_failure_of_the_work_is_passed_on()
    {
        work.SetException(new InvalidOperationException("it broke"));

        Assert.Equal("it broke", (await Assert.ThrowsAsync<InvalidOperationException>(MeasureAsync)).Message);
        Assert.DoesNotContain(fake.Commands.Run, line => line.StartsWith("docker events", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<KeyValuePair<string, double>>> MeasureAsync() =>
        await new DowntimeMeter(new DockerQueries(fake.Host.Commands), fake.Clock, "shop-dev").MeasureAsync(() => work.Task, CancellationToken.None);

    private static string Event(string container, string action, double second) =>
        $$$"""{"Action":"{{{action}}}","Actor":{"ID":"{{{container}}}","Attributes":{"com.docker.compose.service":"web","com.docker.compose.oneoff":"False","signal":"15"}},"timeNano":{{{(long)(second * 1e9)}}}}""" + "\n";
}
