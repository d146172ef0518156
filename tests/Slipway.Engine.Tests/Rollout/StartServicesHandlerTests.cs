using Slipway.Engine.Runs;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Rollout;

public class StartServicesHandlerTests : HandlerTest
{
    [Fact]
    public async Task How_long_replaced_services_were_down_is_part_of_the_evidence()
    {
        Fake.Commands.On("compose up");
        Fake.Commands.On("docker events", Event("old", "kill", 1_000) + Event("old", "die", 1_500) + Event("new", "start", 2_000) + Event("new", "health_status: healthy", 3_500));

        var evidence = await DoAsync(Start);

        Assert.Equal("down: web 2.5 s", evidence.Text);
        Assert.Equal([KeyValuePair.Create("web", 2.5)], evidence.DowntimeSeconds!);
    }

    [Fact]
    public async Task Services_that_nothing_was_replaced_for_leave_no_figure()
    {
        Fake.Commands.On("compose up");
        Fake.Commands.On("docker events");

        Assert.Equal(new StepEvidence(""), await DoAsync(Start));
    }

    [Fact]
    public async Task Services_that_do_not_start_fail_the_step()
    {
        Fake.Commands.On("compose up", "", "no such image\n", 1);
        AnswerEngine();
        AnswerContainers();

        Assert.Equal("`docker compose up` ended with exit code 1.", (await FailAsync(Start)).Message);
    }

    private static string Event(string container, string action, long millisecond) =>
        $$$"""{"Action":"{{{action}}}","Actor":{"ID":"{{{container}}}","Attributes":{"com.docker.compose.service":"web"}},"timeNano":{{{millisecond}}}000000}""" + "\n";
}
