using Slipway.Core.Commands;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Rollout;

public class RetireHandlerTests : HandlerTest
{
    [Fact]
    public async Task Containers_that_give_way_are_stopped_when_the_edge_has_nothing_in_flight_at_them()
    {
        AnswerChanges();
        AnswerWithEdge(Container("api", address: "10.0.0.2", release: "2026-11-20.1", id: "old"), Container("api", address: "10.0.0.3", release: "2026-11-20.2", id: "new"), Container("web", id: "web"));
        var counts = new Queue<int>([2, 2, 0, 1, 0, 0]);
        Fake.Commands.On("wget", () => new CommandResult(0, $$"""[{"address":"10.0.0.2:8080","num_requests":{{counts.Dequeue()}},"fails":0},{"address":"10.0.0.3:8080","num_requests":9,"fails":0}]""", ""));

        var evidence = await RunAsync(new Retire("shop-dev", [new RetiredService("api", "2026-11-20.2")], TimeSpan.FromSeconds(30)));

        Assert.Equal("shop-dev-api", evidence);
        Assert.Empty(counts);
        Assert.Equal(["docker stop old", "docker rm --force old"], Fake.Commands.Detached);
        Assert.Equal(["2 in flight at the old containers, 30 s left", "0 in flight at the old containers, 30 s left", "1 in flight at the old containers, 29 s left", "0 in flight at the old containers, 29 s left"], Lines);
    }

    [Fact]
    public async Task What_is_still_in_flight_when_the_time_is_up_is_told()
    {
        AnswerChanges();
        AnswerWithEdge(Container("api", address: "10.0.0.2", release: "2026-11-20.1", id: "old"));
        Fake.Commands.On("wget", """[{"address":"10.0.0.2:8080","num_requests":1,"fails":0}]""");

        var evidence = await RunAsync(new Retire("shop-dev", [new RetiredService("api", "2026-11-20.2")], TimeSpan.FromSeconds(5)));

        Assert.Equal("shop-dev-api; 1 request or socket was still open after 5 s", evidence);
    }
}
