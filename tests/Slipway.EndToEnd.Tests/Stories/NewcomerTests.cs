using System.Text.Json;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>The first quarter of an hour with the product.</summary>
[Collection(EndToEndStories.Name)]
public sealed class NewcomerTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Page = "src/Showcase/Web/index.html";

    /// <summary>A clone, one command, a working environment that only the one who made it can see.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_newcomer_deploys_dev_and_finds_it_behind_basic_auth() => Workspace.TellAsync(build, TestStack.Makapix with { VerifiesIsolation = true }, output, async place =>
    {
        Assert.False(File.Exists(place.EnvFile("dev")));

        var first = await place.RunAsync("--target=DeployDev");

        SaysWhatANewcomerNeeds(place, first);
        IsForTheOwnerOnly(place);
        await AsksForAPasswordOnEveryRouteAsync(place);
        await LetsADeveloperInAndOutAsync(place);
        await TakesAPostAndAnnouncesItAsync(place);
        await HasNothingToDoTheSecondTimeAsync(place);
        await PlansWithoutTouchingTheHostAsync(place);
    });

    private static void SaysWhatANewcomerNeeds(Workspace place, Ended first)
    {
        var (user, password) = place.DevCredentials();
        first.MustEndWith(0).MustSay(
            $"made {place.EnvFile("dev")} with fresh random secrets (mode 0600)",
            $"at {place.DevUrl}",
            $"user {user}, password {password}");
        Assert.Equal(2, first.Text.Split(password).Length);
        foreach (var (key, secret) in place.Secrets("dev").Where(pair => pair.Key != "BASIC_AUTH_PASSWORD"))
        {
            Assert.False(first.Text.Contains(secret, StringComparison.Ordinal), $"The value of {key} was printed.");
        }
    }

    private static void IsForTheOwnerOnly(Workspace place)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner, File.GetUnixFileMode(place.EnvFile("dev")));
        // Copies of mounted files have the modes that the containers' users need; nobody else gets into their folder.
        var copies = Path.Combine(Path.GetDirectoryName(place.LedgerFile("dev"))!, "files");
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(copies));
        Assert.All(
            Directory.EnumerateFiles(place.State, "*", SearchOption.AllDirectories)
                .Where(file => !file.StartsWith(copies + "/", StringComparison.Ordinal)),
            file => Assert.Equal((file, Owner), (file, File.GetUnixFileMode(file))));
        var ledger = File.ReadAllText(place.LedgerFile("dev"));
        Assert.All(place.Secrets("dev"), secret => Assert.False(ledger.Contains(secret.Value, StringComparison.Ordinal), $"The value of {secret.Key} is in the ledger."));
    }

    private static async Task AsksForAPasswordOnEveryRouteAsync(Workspace place)
    {
        var vault = $"vault-dev.{place.Name}.localhost";
        foreach (var address in new[] { place.DevUrl + "/", place.DevUrl + "/api/posts", $"https://{vault}:{place.HttpsPort}/health", $"http://{vault}:{place.HttpPort}/health" })
        {
            var developer = (await place.AskDevAsync(address)).MustBe(200);
            var stranger = (await place.Visitor.AskAsync(address)).MustBe(401);
            var guesser = (await place.Visitor.AskAsync(address, (place.DevCredentials().User, "a-guess"))).MustBe(401);
            Assert.All([developer, stranger, guesser], answer => Assert.Equal("noindex, nofollow", answer.Headers["X-Robots-Tag"]));
        }

        foreach (var open in new[] { "/api/health", "/robots.txt" })
            Assert.Equal("noindex, nofollow", (await place.Visitor.AskAsync(place.DevUrl + open)).MustBe(200).Headers["X-Robots-Tag"]);

        var plain = (await place.Visitor.AskAsync($"http://development.{place.Name}.localhost:{place.HttpPort}/posts?page=2")).MustBe(308);
        Assert.Equal($"{place.DevUrl}/posts?page=2", plain.Headers["Location"]);
        Assert.Equal("noindex, nofollow", plain.Headers["X-Robots-Tag"]);
    }

    /// <summary>At once, and nobody else notices.</summary>
    private static async Task LetsADeveloperInAndOutAsync(Workspace place)
    {
        await using var others = Prober.Start(place.AskDevAsync, place.DevUrl + "/");

        var added = (await place.RunAsync("--target=AddDeveloper", "--user=ann")).MustEndWith(0).MustSay($"ann has access to dev at {place.DevUrl}", "user ann, password ").Text;
        var ann = ("ann", added.Split("user ann, password ")[1].Split(' ')[0]);
        (await place.Visitor.AskAsync(place.DevUrl + "/", ann)).MustBe(200);
        (await place.RunAsync("--target=AddDeveloper", "--user=ann")).MustEndWith(2).MustSay("ann has access to dev already", "--yes");
        (await place.RunAsync("--target=Status")).MustEndWith(0).MustSay("developers: ann");
        (await place.RunAsync("--target=RemoveDeveloper", "--user=ann")).MustEndWith(0).MustSay("Access of ann to dev removed");
        (await place.Visitor.AskAsync(place.DevUrl + "/", ann)).MustBe(401);

        others.MustHaveSeenNoFailure();
    }

    /// <summary>Through page, API, database, queue, worker and broker.</summary>
    private static async Task TakesAPostAndAnnouncesItAsync(Workspace place)
    {
        await place.AddPostAsync("dev", "The first light");

        var page = "";
        for (var attempt = 0; attempt < 40 && !page.Contains(", announced", StringComparison.Ordinal); attempt++)
        {
            page = (await place.AskDevAsync(place.DevUrl + "/")).MustBe(200).Body;
            Assert.Contains("<h3>The first light</h3>", page, StringComparison.Ordinal);
            Assert.Contains("<dd id=\"environment\">development</dd>", page, StringComparison.Ordinal);
            await Task.Delay(500);
        }

        Assert.Contains(", announced", page, StringComparison.Ordinal);
    }

    private static async Task HasNothingToDoTheSecondTimeAsync(Workspace place)
    {
        var ledger = await File.ReadAllTextAsync(place.LedgerFile("dev"));
        var containers = await place.ContainerIdsAsync("dev");
        Assert.Equal(7, containers.Count);

        var second = await place.RunAsync("--target=DeployDev");

        second.MustEndWith(0).MustSay("nothing to do", place.DevUrl);
        Assert.Equal(ledger, await File.ReadAllTextAsync(place.LedgerFile("dev")));
        Assert.Equal(containers, await place.ContainerIdsAsync("dev"));
        Assert.All(place.Secrets("dev"), secret => Assert.False(second.Text.Contains(secret.Value, StringComparison.Ordinal), $"The value of {secret.Key} was printed."));
    }

    private static async Task PlansWithoutTouchingTheHostAsync(Workspace place)
    {
        place.Edit(Page, "Pixel art, shown everywhere", "Pixel art, planned only");
        var file = Path.Combine(Path.GetTempPath(), $"{place.Name}-plan.json");
        try
        {
            var before = await HostSnapshot.TakeAsync(place);

            var planned = await place.RunAsync("--target=Plan", "--for=DeployDev", $"--json={file}");

            planned.MustEndWith(0).MustSay("build-images", "start-beside", "start-services", "undo:");
            Assert.Equal(before, await HostSnapshot.TakeAsync(place));
            var json = await File.ReadAllTextAsync(file);
            HoldsTheContract(JsonDocument.Parse(json).RootElement);
            Assert.All(place.Secrets("dev"), secret => Assert.False((json + planned.Text).Contains(secret.Value, StringComparison.Ordinal), $"The value of {secret.Key} is in the plan."));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void HoldsTheContract(JsonElement plan)
    {
        Assert.Equal("makapix", plan.GetProperty("stack").GetString());
        Assert.Equal("dev", plan.GetProperty("environment").GetString());
        Assert.Equal("DeployDev", plan.GetProperty("intent").GetString());
        Assert.Matches("^[0-9a-f]{64}$", plan.GetProperty("fingerprint").GetString());
        Assert.True(plan.GetProperty("changes").GetBoolean());
        Assert.NotEmpty(plan.GetProperty("steps").EnumerateArray());
        Assert.All(plan.GetProperty("steps").EnumerateArray(), step =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", step.GetProperty("id").GetString());
            Assert.All(["phase", "title", "reason", "undo"], name => Assert.NotEqual("", step.GetProperty(name).GetString()));
            Assert.NotEmpty(step.GetProperty("effects").EnumerateArray());
            Assert.InRange(step.GetProperty("downtimeSeconds").GetInt32(), 0, 600);
        });
    }
}
