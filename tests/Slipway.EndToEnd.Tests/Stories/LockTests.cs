using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>More than one command for one environment.</summary>
[Collection(EndToEndStories.Name)]
public sealed class LockTests(BuildUnderTest build, ITestOutputHelper output)
{
    /// <summary>Of two at once one deploys; and one that is killed is in nobody's way.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task Two_deployments_at_once_never_interleave_and_a_dead_ones_lock_is_taken_over() => Workspace.TellAsync(build, output, async place =>
    {
        await OneOfTwoRunsAsync(place);

        place.Edit("compose/makapix/docker-compose.yml", "API_URL: http://${PROJECT_NAME}-api:8080", "API_URL: http://${PROJECT_NAME}-api:8080\n      CHANGED: \"yes\"");
        var killed = place.Start("--target=DeployDev");
        await killed.WaitForAsync("start-beside:", TimeSpan.FromMinutes(2));
        killed.Kill();
        (await place.EndAsync(killed)).MustEndWith(137);

        var next = await place.RunAsync("--target=DeployDev");

        var leftBy = $"(process {killed.Id}) held it for DeployDev: start-beside since 20";
        next.MustSay("took over the lock of dev:", leftBy, "and ended without releasing it (its process has ended)");
        next.MustEndWith(3).MustSay("was interrupted at step start-beside", "--target=Resume --environment=dev resumes it", "--target=Abort --environment=dev rolls it back");
        (await place.RunAsync("--target=Status")).MustEndWith(0).MustSay("was interrupted at step start-beside");
        (await place.RunAsync("--target=Resume")).MustEndWith(0);
        Assert.DoesNotContain("took over", (await place.RunAsync("--target=DeployDev")).Text, StringComparison.Ordinal);
    });

    private static async Task OneOfTwoRunsAsync(Workspace place)
    {
        var both = new[] { place.Start("--target=DeployDev"), place.Start("--target=DeployDev") };
        var ids = both.Select(program => program.Id).ToArray();
        var ended = new[] { await place.EndAsync(both[0]), await place.EndAsync(both[1]) };

        var winner = Array.FindIndex(ended, command => command.ExitCode == 0);
        Assert.True(winner >= 0, string.Join("\n---\n", ended.Select(command => command.Text)));
        ended[1 - winner].MustEndWith(3).MustSay("DeployDev was refused: dev is locked", $"(process {ids[winner]}) holds the lock for DeployDev", "since 20", "its last heartbeat is", "nothing was changed by this command");
        Assert.Equal("live", (await place.HistoryAsync("dev")).Single().GetProperty("outcome").GetString());
        (await place.AskDevAsync(place.DevUrl + "/api/health")).MustBe(200);
    }
}
