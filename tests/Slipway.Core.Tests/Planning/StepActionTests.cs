using System.Reflection;
using System.Text.Json;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;

namespace Slipway.Core.Tests.Planning;

public class StepActionTests
{
    // As they stand in records of runs and in saved plans. A name may be added and never changed.
    private static readonly string[] Names =
    [
        "applyEdge", "askGuard", "buildImages", "checkHealth", "checkTraffic", "checkUnchanged", "checkWindow", "createCertificates", "createNetwork",
        "dumpDatabase", "removeContainers", "removeNetwork", "restoreEnvFile", "retire", "runCommands", "runJobs", "runMigrations", "startBeside", "startServices",
        "stopEdge", "switchTraffic", "verifyIsolation", "watchSoak", "writeAndRun", "writeEnvFile", "writeRelease",
    ];

    // As state files are written: what is computed from the rest is not stored.
    private static readonly JsonSerializerOptions Stored = new() { IgnoreReadOnlyProperties = true };

    private static IEnumerable<Type> Actions => typeof(StepAction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(StepAction)));

    /// <summary>An interrupted run is finished from its stored plan, also by a later version.</summary>
    [Fact]
    public void Every_action_has_the_name_that_it_always_had()
    {
        Assert.Equal(Names, Actions.Select(type => type.GetCustomAttribute<ActionNameAttribute>()?.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_name_of_an_action_comes_first_and_finds_it_again()
    {
        StepAction action = new CreateNetwork("caddy_net");

        var text = JsonSerializer.Serialize(action, Stored);

        Assert.Equal("""{"action":"createNetwork","Name":"caddy_net","Effects":["docker network create caddy_net"]}""", text);
        Assert.Equal(action, JsonSerializer.Deserialize<StepAction>(text));
    }

    [Theory]
    [InlineData("""{"action":"createNetworks"}""", "there is no action 'createNetworks'")]
    [InlineData("""{"Name":"caddy_net"}""", "the action has no name")]
    [InlineData("[]", "an action is an object")]
    public void What_is_no_action_is_not_read(string text, string message)
    {
        Assert.Equal(message, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<StepAction>(text)).Message);
    }
}
