using Slipway.Core.Commands;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Guards;

public class AskGuardHandlerTests : HandlerTest
{
    [Fact]
    public async Task A_guard_that_passes_lets_the_release_through()
    {
        Fake.Clock.Limit = Session.Timeout;
        Fake.Commands.On("docker exec");

        Assert.Equal("passed", await RunAsync(Ask(Session)));
    }

    [Fact]
    public async Task A_guard_is_run_again_until_it_passes()
    {
        Fake.Clock.Limit = Session.Timeout;
        var answers = new Queue<int>([1, 1, 0]);
        Fake.Commands.On("docker exec", () => new CommandResult(answers.Dequeue(), "a session is active", ""));

        var evidence = await RunAsync(Ask(Session with { Wait = TimeSpan.FromSeconds(60) }));

        Assert.Equal("passed at attempt 3", evidence);
        Assert.Equal(["waiting for guard \"no active session\", 60 s left", "waiting for guard \"no active session\", 55 s left"], Lines);
    }

    [Fact]
    public async Task A_guard_that_does_not_pass_in_time_refuses_with_what_it_said()
    {
        Fake.Clock.Limit = Session.Timeout;
        Fake.Commands.On("docker exec", $"session of {Secret} is active", exitCode: 1);

        var error = await FailAsync(Ask(Session with { Wait = TimeSpan.FromSeconds(8) }));

        Assert.Equal("guard \"no active session\" did not pass.", error.Message);
        Assert.Equal(["session of *** is active"], error.Evidence.AsEnumerable());
        Assert.Equal("wait until it passes, or give it longer: waitSeconds of the guard in stack.yaml.", error.Remedy);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(3, Fake.Commands.Run.Count);
    }

    [Fact]
    public async Task A_guard_that_does_not_answer_does_not_pass()
    {
        Fake.Commands.On("docker exec");

        var error = await FailAsync(Ask(Session));

        Assert.Equal(["no answer within 10 s"], error.Evidence.AsEnumerable());
    }

    [Fact]
    public async Task Whoever_wants_to_stop_does_not_wait_for_a_guard()
    {
        Fake.Clock.Limit = Session.Timeout;
        Fake.Stop.Ask("SIGINT");
        Fake.Commands.On("docker exec", exitCode: 1);

        await FailAsync(Ask(Session with { Wait = TimeSpan.FromHours(4) }));

        Assert.Single(Fake.Commands.Run);
    }

    private static GuardDefinition Session => new("no active session", "api", ["app", "idle"]) { Timeout = TimeSpan.FromSeconds(10) };

    private static AskGuard Ask(GuardDefinition guard) => new(guard, Command.Of("docker", "exec", "shop-dev-api", "app", "idle"));
}
