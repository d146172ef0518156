using System.Security.Cryptography;
using System.Text.Json;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>The way of a change.</summary>
[Collection(EndToEndStories.Name)]
public sealed class ReleaseTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Old = "Pixel art, shown everywhere";
    private const string New = "Pixel art, shown in more places";
    private const string NewPassword = "another-password-of-dev";
    private const string DevEnvFile = "compose/makapix/.env.dev";

    /// <summary>Dev, prod, and back, with the very images and without losing a row.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_release_goes_from_dev_to_prod_and_back() => Workspace.TellAsync(build, output, async place =>
    {
        (await place.RunAsync("--target=DeployDev")).MustEndWith(0);
        (await place.RunAsync("--target=InitEnv", "--environment=prod")).MustEndWith(0);
        (await place.RunAsync("--target=PromoteProd")).MustEndWith(0);
        await RunsTheImagesOfDevAsync(place);
        await place.AddPostAsync("prod", "Written between two releases");

        var envFile = await File.ReadAllBytesAsync(place.EnvFile("dev"));
        var password = place.EnvValue("dev", "BASIC_AUTH_PASSWORD");
        place.Edit("src/Showcase/Web/index.html", Old, New);
        place.Edit(DevEnvFile, $"BASIC_AUTH_PASSWORD={password}", $"BASIC_AUTH_PASSWORD={NewPassword}");
        place.Edit(DevEnvFile, "\nRESEND_FROM_EMAIL=", "\nRESEND_FROM_EMAIL=news@example.org");
        (await place.RunAsync("--target=DeployDev")).MustEndWith(0);
        await ShowsAsync(place, dev: New, prod: Old);
        (await place.Visitor.AskAsync(place.DevUrl + "/", ("developer", password))).MustBe(401);
        Assert.Contains("news@example.org", await Docker.InspectAsync(await place.ContainerAsync("dev", "api"), "{{.Config.Env}}"), StringComparison.Ordinal);

        await CostsWhatWasMeasuredAsync(place, "PromoteProd", measuredIn: "dev");
        var untouched = await UntouchedAsync(place);
        (await place.RunAsync("--target=PromoteProd")).MustEndWith(0);
        Assert.Equal(untouched, await UntouchedAsync(place));
        await ShowsAsync(place, dev: New, prod: New);
        await RunsTheImagesOfDevAsync(place);

        await CostsWhatWasMeasuredAsync(place, "Rollback", measuredIn: "prod");
        (await place.RunAsync("--target=Rollback", "--environment=prod")).MustEndWith(0);
        await ShowsAsync(place, dev: New, prod: Old);
        Assert.Contains("<h3>Written between two releases</h3>", (await place.Visitor.AskAsync(place.ProdUrl + "/")).Body, StringComparison.Ordinal);

        await IsInTheHistoryAsync(place);
        await IsInTheBackupAsync(place);
        await BringsTheEnvFileBackAsync(place, envFile, password);
    });

    /// <summary>A plan says how long the worker was down the last time, that web will not be, and what the plan needs.</summary>
    private static async Task CostsWhatWasMeasuredAsync(Workspace place, string target, string measuredIn)
    {
        var plan = await place.JsonAsync("--target=Plan", $"--for={target}", "--environment=prod");
        var services = plan.GetProperty("services").EnumerateArray().ToDictionary(service => service.GetProperty("name").GetString()!);
        Assert.Equal(("replaceBeside", 0), (services["web"].GetProperty("change").GetString(), services["web"].GetProperty("awaySeconds").GetDouble()));
        var worker = services["worker"];
        Assert.Equal(("replaceInPlace", "measured", measuredIn), (worker.GetProperty("change").GetString(), worker.GetProperty("awayFrom").GetString(), worker.GetProperty("awayMeasuredIn").GetString()));
        Assert.InRange(worker.GetProperty("awaySeconds").GetDouble(), 0.1, 600);
        Assert.True(plan.GetProperty("downtimeSeconds").GetDouble() >= worker.GetProperty("awaySeconds").GetDouble());
        Assert.Empty(plan.GetProperty("volumes").EnumerateArray());
        Assert.InRange(plan.GetProperty("backup").GetProperty("databaseBytes").GetInt64(), 1_000_000, 1_000_000_000);
        Assert.All(plan.GetProperty("disk").EnumerateArray(), disk => Assert.True(disk.GetProperty("freeBytes").GetInt64() > 0));
    }

    /// <summary>With the release come the env file, the container's environment and the password; what somebody wrote meanwhile is kept.</summary>
    private static async Task BringsTheEnvFileBackAsync(Workspace place, byte[] envFile, string password)
    {
        place.Edit(DevEnvFile, "RESEND_FROM_EMAIL=news@example.org", "RESEND_FROM_EMAIL=by-hand@example.org");
        var byHand = await File.ReadAllBytesAsync(place.EnvFile("dev"));

        var rollback = await place.RunAsync("--target=Rollback", "--environment=dev");

        rollback.MustEndWith(0).MustSay("env file: back to the one of", "BASIC_AUTH_PASSWORD, RESEND_FROM_EMAIL");
        Assert.DoesNotContain(NewPassword, rollback.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, rollback.Text, StringComparison.Ordinal);
        Assert.Equal(envFile, await File.ReadAllBytesAsync(place.EnvFile("dev")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place.EnvFile("dev")));
        var versions = Directory.GetFiles(Path.Combine(place.State, "makapix", "dev", "env"));
        Assert.Equal(3, versions.Length);
        Assert.Single(versions, version => File.ReadAllBytes(version).SequenceEqual(byHand));
        Assert.All(versions, version => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(version)));
        Assert.DoesNotContain("@example.org", await Docker.InspectAsync(await place.ContainerAsync("dev", "api"), "{{.Config.Env}}"), StringComparison.Ordinal);
        await ShowsAsync(place, dev: Old, prod: Old);
        (await place.Visitor.AskAsync(place.DevUrl + "/", ("developer", NewPassword))).MustBe(401);
    }

    /// <summary>What a release that changes neither leaves alone: the stores of the data, and the edge, which reloads nothing.</summary>
    private static async Task<string[]> UntouchedAsync(Workspace place)
    {
        var reload = await Docker.RunAsync("exec", $"{place.Edge}-caddy", "wget", "-q", "-O", "-", "http://127.0.0.1:2019/metrics");
        var stores = new List<string> { reload.Split('\n').Single(line => line.StartsWith("caddy_config_last_reload_success_timestamp_seconds", StringComparison.Ordinal)) };
        foreach (var service in new[] { "db", "cache" }) stores.Add(await Docker.InspectAsync(await place.ContainerAsync("prod", service), "{{.Id}} {{.State.StartedAt}} {{.RestartCount}}"));
        return [.. stores];
    }

    private static async Task ShowsAsync(Workspace place, string dev, string prod)
    {
        Assert.Contains($"<h1>{dev}</h1>", (await place.AskDevAsync(place.DevUrl + "/")).MustBe(200).Body, StringComparison.Ordinal);
        var page = (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(200).Body;
        Assert.Contains($"<h1>{prod}</h1>", page, StringComparison.Ordinal);
        // Built into the image: of web, production has one of its own, from the source of dev's.
        Assert.Contains($"{place.ProdUrl}/api", page, StringComparison.Ordinal);
    }

    private static async Task RunsTheImagesOfDevAsync(Workspace place)
    {
        foreach (var service in new[] { "api", "worker" }) Assert.Equal(await ImageAsync("dev", service), await ImageAsync("prod", service));
        Assert.NotEqual(await ImageAsync("dev", "web"), await ImageAsync("prod", "web"));

        async Task<string> ImageAsync(string environment, string service) => await Docker.InspectAsync(await place.ContainerAsync(environment, service), "{{.Image}}");
    }

    private static async Task IsInTheHistoryAsync(Workspace place)
    {
        var dev = await place.HistoryAsync("dev");
        var prod = await place.HistoryAsync("prod");
        Assert.Equal(["superseded", "live"], dev.Select(Outcome));
        Assert.Equal(["live", "rolledBack"], prod.Select(Outcome));
        Assert.Equal(dev.Select(Id), prod.Select(release => release.GetProperty("promotedFrom").GetString()));
        Assert.All(prod, release => Assert.Equal(release.GetProperty("images").GetProperty("api").GetString(), dev.Single(other => Id(other) == release.GetProperty("promotedFrom").GetString()).GetProperty("images").GetProperty("api").GetString()));

        static string? Outcome(JsonElement release) => release.GetProperty("outcome").GetString();

        static string? Id(JsonElement release) => release.GetProperty("id").GetString();
    }

    private static async Task IsInTheBackupAsync(Workspace place)
    {
        (await place.RunAsync("--target=Backup", "--environment=prod")).MustEndWith(0).MustSay("sha256");

        var newest = Directory.GetFiles(Path.Combine(place.State, "makapix", "prod", "backups"), "*.json").Max(StringComparer.Ordinal)!;
        var dump = Path.ChangeExtension(newest, ".dump");
        var record = JsonDocument.Parse(await File.ReadAllTextAsync(newest)).RootElement;
        Assert.Equal(("prod", "makapix"), (record.GetProperty("environment").GetString(), record.GetProperty("database").GetString()));
        Assert.Equal(new FileInfo(dump).Length, record.GetProperty("bytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(dump))), record.GetProperty("sha256").GetString());

        var database = $"{place.Project("prod")}-db";
        var list = await RunningProgram.RunAsync("docker", ["exec", "--interactive", database, "pg_restore", "--list"], place.Folder, dump);
        list.MustEndWith(0).MustSay("TABLE DATA public posts", "TABLE DATA public users");
        var rows = await RunningProgram.RunAsync("docker", ["exec", "--interactive", database, "pg_restore", "--data-only", "--table=posts", "--file=-"], place.Folder, dump);
        rows.MustEndWith(0).MustSay("Written between two releases");
    }
}
