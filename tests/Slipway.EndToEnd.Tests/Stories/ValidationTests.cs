using System.Text.Json;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>Both environments checked against the rules, from the first look to what is accepted.</summary>
[Collection(EndToEndStories.Name)]
public sealed class ValidationTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Shared = "VAULT_HOST_PATH=./data/prod/vault";

    /// <summary>The stack as it is cloned breaks no rule; one line that makes development use production's folder is named and stops the deployment, until it is accepted.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task What_prod_and_dev_share_is_found_before_it_is_deployed() => Workspace.TellAsync(build, output, async place =>
    {
        (await place.RunAsync("--target=Validate", "--strict", $"--sarif={place.PathOf("clean.sarif")}")).MustEndWith(0).MustSay("0 errors, 0 warnings", "shared on purpose", "isolation/shared-alias");
        (await place.RunAsync("--target=Validate", "--rules")).MustEndWith(0).MustSay("isolation/shared-alias", "secrets/tracked-env-file", "host/disk");
        (await place.RunAsync("--target=VerifyIsolation")).MustEndWith(0).MustSay("does not run");

        (await place.RunAsync("--target=InitEnv", "--environment=dev")).MustEndWith(0);
        place.Edit("compose/makapix/.env.dev", "VAULT_HOST_PATH=./data/dev/vault", Shared);
        var line = (await File.ReadAllLinesAsync(place.EnvFile("dev"))).TakeWhile(text => text != Shared).Count() + 1;

        (await place.RunAsync("--target=Validate", $"--json={place.PathOf("findings.json")}", $"--sarif={place.PathOf("findings.sarif")}"))
            .MustEndWith(3).MustSay($".env.dev:{line} VAULT_HOST_PATH", "isolation/shared-folder", "1 error, 0 warnings");
        using (var findings = JsonDocument.Parse(await File.ReadAllTextAsync(place.PathOf("findings.json"))))
        {
            var finding = findings.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("severity").GetString() == "error");
            Assert.Equal(("isolation/shared-folder", ".env.dev", line), (finding.GetProperty("rule").GetString(), finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32()));
            Assert.Equal(1, findings.RootElement.GetProperty("errors").GetInt32());
        }

        using (var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(place.PathOf("findings.sarif"))))
        {
            var where = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Single(result => result.GetProperty("level").GetString() == "error").GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.Equal("compose/makapix/.env.dev", where.GetProperty("artifactLocation").GetProperty("uri").GetString());
        }

        (await place.RunAsync("--target=DeployDev")).MustEndWith(3).MustSay("DeployDev was refused: 1 rule is broken in 1 place", $".env.dev:{line} VAULT_HOST_PATH", "nothing was changed");
        (await place.RunAsync("--target=Plan", "--for=DeployDev")).MustEndWith(3);
        Assert.False(File.Exists(place.LedgerFile("dev")));
        Assert.Empty(await Docker.ContainersAsync(place.Name));

        place.Edit("compose/makapix/stack.yaml", "\ndefaults:\n", "\naccepted:\n  - {rule: isolation/shared-folder, at: VAULT_HOST_PATH, reason: a story, until: 2099-12-31}\ndefaults:\n");
        (await place.RunAsync("--target=Validate", "--strict")).MustEndWith(0).MustSay("accepted", "a story");
        (await place.RunAsync("--target=Plan", "--for=DeployDev")).MustEndWith(0);
    });
}
