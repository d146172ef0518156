using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>Mistakes, and commands that come at the wrong moment.</summary>
[Collection(EndToEndStories.Name)]
public sealed class WrongInputTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Definition = "compose/makapix/stack.yaml";

    /// <summary>Each is said, with the place and what to do, and nothing is changed.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task Wrong_input_ends_with_a_message() => Workspace.TellAsync(build, output, async place =>
    {
        (await place.RunAsync("--target=DeployDevv")).MustEndWith(2).MustSay("DeployDevv", "--target=DeployDev?");
        (await place.RunAsync("--target=Down", "--enviroment=dev")).MustEndWith(2).MustSay("--enviroment", "--environment?");
        (await place.RunAsync("--target=Down")).MustEndWith(2).MustSay("--environment=dev");
        (await place.RunAsync("--target=Down", "--environment=staging")).MustEndWith(2).MustSay("staging", "prod, dev");

        place.Edit(Definition, "migrations:", "migratons:");
        var line = (await File.ReadAllLinesAsync(place.PathOf(Definition))).TakeWhile(text => !text.Contains("migratons:", StringComparison.Ordinal)).Count() + 1;
        (await place.RunAsync("--target=DeployDev")).MustEndWith(2).MustSay($"{Definition}:{line} ", "migratons", "migrations");
        place.Edit(Definition, "migratons:", "migrations:");

        await HoldsTheEnvFileAgainstItsTemplateAsync(place);

        var dead = await place.RunWithAsync("DOCKER_HOST", $"unix://{place.PathOf("no-such.sock")}", "--target=DeployDev");
        dead.MustEndWith(1).MustSay("the Docker engine does not answer", "Do:", "systemctl start docker");

        Assert.False(File.Exists(place.LedgerFile("dev")));
        Assert.Empty(await Docker.ContainersAsync(place.Name));
        Assert.Empty(await Docker.VolumesAsync(place.Name));
        Assert.Empty(await Docker.ImagesAsync(place.Name));
    });

    /// <summary>The second of two is refused with the name of the first; the first, asked to end, finishes its step and rolls back.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_deployment_that_is_stopped_rolls_back() => Workspace.TellAsync(build, output, async place =>
    {
        var first = place.Start("--target=DeployDev");
        await first.WaitForAsync("build-images:", TimeSpan.FromMinutes(2));

        var second = await place.RunAsync("--target=DeployDev");

        second.MustEndWith(3).MustSay("DeployDev was refused: dev is locked", $"(process {first.Id}) holds the lock for DeployDev: ", " since 20", "its last heartbeat is", "Now:");

        await first.WaitForAsync("start-services:", TimeSpan.FromMinutes(3));
        first.Terminate();
        var stopped = await place.EndAsync(first);

        stopped.MustEndWith(1).MustSay("SIGTERM", "DeployDev was stopped by SIGTERM before step switch-traffic", "Now:", "dev serves nothing yet");
        string[] undone = ["start-services", "start-edge", "run-migrations", "start-database", "create-network"];
        var run = place.LastRun("dev");
        Assert.Equal(
            ["stepStarted start-services", "stepDone start-services", .. undone.SelectMany(step => new[] { $"undoStarted {step}", $"stepUndone {step}" }), "runFailed switch-traffic"],
            run[Array.IndexOf(run, "stepStarted start-services")..]);
        Assert.Empty(await place.ContainerIdsAsync("dev"));
        Assert.Equal("failed", (await place.HistoryAsync("dev")).Single().GetProperty("outcome").GetString());
        (await place.RunAsync("--target=Status")).MustEndWith(0).MustSay("dev: never deployed");
    });

    private static async Task HoldsTheEnvFileAgainstItsTemplateAsync(Workspace place)
    {
        (await place.RunAsync("--target=InitEnv", "--environment=dev")).MustEndWith(0);
        var whole = await File.ReadAllTextAsync(place.EnvFile("dev"));

        await File.WriteAllTextAsync(place.EnvFile("dev"), Regex.Replace(whole, "(?m)^REDIS_HOST=.*\n", ""));
        (await place.RunAsync("--target=DeployDev")).MustEndWith(2).MustSay(".env.dev", "REDIS_HOST", "the key is missing", "--target=InitEnv --environment=dev");

        var number = whole.Split('\n').TakeWhile(line => !line.StartsWith("JWT_SECRET_KEY=", StringComparison.Ordinal)).Count() + 1;
        await File.WriteAllTextAsync(place.EnvFile("dev"), Regex.Replace(whole, "(?m)^JWT_SECRET_KEY=.*$", "JWT_SECRET_KEY=<random:64>"));
        (await place.RunAsync("--target=DeployDev")).MustEndWith(2).MustSay($".env.dev:{number} JWT_SECRET_KEY", "still a placeholder");

        await File.WriteAllTextAsync(place.EnvFile("dev"), whole);
    }
}
