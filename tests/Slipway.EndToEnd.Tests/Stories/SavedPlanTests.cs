using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>A plan that somebody looked at.</summary>
[Collection(EndToEndStories.Name)]
public sealed class SavedPlanTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Rules = "# What all sites share.";

    /// <summary>It is run exactly, on a first deployment too, or refused with the name of everything that changed.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_saved_plan_is_run_exactly_or_refused_by_name() => Workspace.TellAsync(build, output, async place =>
    {
        var first = await SaveAsync(place, "first");
        place.Edit("caddy/Caddyfile", Rules, Rules + " Or not.");
        await RefusesAsync(place, first, "edge file Caddyfile changed");
        place.Edit("caddy/Caddyfile", Rules + " Or not.", Rules);
        Assert.False(File.Exists(place.EnvFile("dev")));

        (await RunAsync(place, first)).MustEndWith(0).MustSay("dev serves release");
        await RefusesAsync(place, first, "current release was none, is ");
        Assert.DoesNotContain(place.Secrets("dev").Values, value => File.ReadAllText(first).Contains(value, StringComparison.Ordinal));

        // The definition and not the source: nothing has to be compiled for it.
        place.Edit("compose/makapix/docker-compose.yml", "API_URL: http://${PROJECT_NAME}-api:8080", "API_URL: http://${PROJECT_NAME}-api:8080\n      CHANGED_BY_PLAN: \"yes\"");
        var second = await SaveAsync(place, "second");
        await GoesStaleAsync(place, second);

        var third = await SaveAsync(place, "third");
        (await RunAsync(place, third)).MustEndWith(0).MustSay(Release(third));
        (await place.AskDevAsync(place.DevUrl + "/")).MustBe(200);
        Assert.Contains("CHANGED_BY_PLAN=yes", await Docker.InspectAsync(await place.ContainerAsync("dev", "web"), "{{json .Config.Env}}"), StringComparison.Ordinal);
    });

    /// <summary>Each of the five that are most likely, one after the other.</summary>
    private static async Task GoesStaleAsync(Workspace place, string plan)
    {
        var env = await File.ReadAllTextAsync(place.EnvFile("dev"));
        await File.WriteAllTextAsync(place.EnvFile("dev"), Regex.Replace(env, "(?m)^JWT_SECRET_KEY=.*$", "JWT_SECRET_KEY=AnotherSecretThatIsLongEnoughForTheShowcaseToTakeItAsOne0123456789"));
        await RefusesAsync(place, plan, "env key JWT_SECRET_KEY of .env.dev changed");
        await File.WriteAllTextAsync(place.EnvFile("dev"), env);

        await place.CommitAsync("A commit after the plan");
        await RefusesAsync(place, plan, "commit was ");

        var image = (await Docker.ImagesAsync(place.Project("dev") + "-web")).Single();
        var hand = place.Project("dev") + "-by-hand";
        await Docker.RunAsync("run", "--detach", "--name", hand, "--entrypoint", "sleep", "redis:7-bookworm", "600");
        await RefusesAsync(place, plan, $"container {hand} has come");
        await Docker.RunAsync("rm", "--force", hand);

        await Docker.RunAsync("image", "rm", "--force", image);
        await RefusesAsync(place, plan, $"image {image} is gone");

        await SqlAsync(place, "INSERT INTO schema_migrations (version, name, sha256) VALUES ('9001', 'x', '')");
        await RefusesAsync(place, plan, "migration 9001 was applied");
        await SqlAsync(place, "DELETE FROM schema_migrations WHERE version = '9001'");
    }

    private static async Task<string> SaveAsync(Workspace place, string name)
    {
        var file = place.PathOf($"{name}.plan");
        (await place.RunAsync("--target=Plan", $"--plan={file}")).MustEndWith(0).MustSay($"Saved to {file}", $"--target=DeployDev");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        return file;
    }

    private static string Release(string plan) => Regex.Match(File.ReadAllText(plan), "\"release\": \"([^\"]+)\"").Groups[1].Value;

    private static Task<Ended> RunAsync(Workspace place, string plan) => place.RunAsync("--target=DeployDev", $"--plan={plan}");

    private static async Task RefusesAsync(Workspace place, string plan, string because) =>
        (await RunAsync(place, plan)).MustEndWith(3).MustSay($"DeployDev refused {plan}", because, "make a new plan", "nothing was changed");

    private static Task<string> SqlAsync(Workspace place, string sql) =>
        Docker.RunAsync("exec", $"{place.Project("dev")}-db", "psql", "--no-psqlrc", "--quiet", $"--username={place.EnvValue("dev", "DB_ADMIN_USER")}", $"--dbname={place.EnvValue("dev", "DB_DATABASE")}", "--command", sql);
}
