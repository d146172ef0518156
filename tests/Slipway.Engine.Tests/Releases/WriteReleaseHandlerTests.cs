using System.Text.Json.Nodes;
using Slipway.Core.Commands;
using Slipway.Core.Json;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Releases;

public class WriteReleaseHandlerTests : HandlerTest
{
    [Fact]
    public async Task A_release_is_recorded_with_the_ids_of_its_images()
    {
        Fake.Commands.On("docker image inspect shop-dev-api:2026-11-20.2", """[{"Id": "sha256:1f", "RepoTags": ["shop-dev-api:2026-11-20.2"]}]""");

        var evidence = await RunAsync(WriteRelease);

        Assert.Equal("api sha256:1f", evidence);
        var manifest = new ReleaseStore(Fake.Files, Desired.Paths, Named.Dev).ReadManifest(Release)!;
        Assert.Equal(new ReleaseService { Image = "shop-dev-api:2026-11-20.2", ImageId = "sha256:1f", Specification = "s", Build = "b", Since = Release }, manifest.Services["api"]);
        Assert.Equal((Named.Dev, "e", "release", "c0ffee"), (manifest.Environment, manifest.EnvFileFingerprint, manifest.Fingerprint, manifest.Source.Snapshot));
        Assert.Equal("shop-dev-api:2026-11-20.2", (string?)JsonNode.Parse(Files["/state/shop/dev/releases/2026-11-20.2/compose.json"])!["services"]!["api"]!["image"]);
        Assert.DoesNotContain(Secret, Files["/state/shop/dev/releases/2026-11-20.2/release.json"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_keeps_its_env_file_its_routes_and_who_made_it_and_notes_the_hash_of_its_compose_file()
    {
        Fake.Commands.On("docker image inspect shop-dev-api:2026-11-20.2", """[{"Id": "sha256:1f", "RepoTags": ["shop-dev-api:2026-11-20.2"]}]""");

        await RunAsync(WriteRelease);

        var manifest = new ReleaseStore(Fake.Files, Desired.Paths, Named.Dev).ReadManifest(Release)!;
        Assert.Equal(EnvText, Files[$"/state/shop/dev/env/{manifest.EnvVersion}"]);
        Assert.Equal(StatePaths.EnvVersionName(CanonicalJson.Sha256(EnvText)), manifest.EnvVersion);
        Assert.Equal(CanonicalJson.Sha256(Files["/state/shop/dev/releases/2026-11-20.2/compose.json"]), manifest.ComposeFingerprint);
        Assert.Equal("ada@host", manifest.By);
        Assert.Equal(new ReleaseAccess(UsersFile.Path, "developer", UsersFile.Fingerprint), manifest.Access);
        Assert.Equal("shop.test /* api 8080 /health", string.Join("; ", manifest.Routes!.Value.Select(route => $"{route.Domain} {route.Path} {string.Join(',', route.Services)} {route.Port} {route.Health}")));
    }

    [Fact]
    public async Task A_release_whose_image_the_engine_lacks_is_not_recorded()
    {
        Fake.Commands.On("docker image inspect", "[]", "No such image", 1);

        var error = await FailAsync(WriteRelease);

        Assert.Equal("the engine has no image shop-dev-api:2026-11-20.2 although it was built or pulled.", error.Message);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_release_keeps_a_copy_of_what_it_mounts_and_mounts_that()
    {
        var copy = await PrepareAsync();
        Fake.Commands.On("cp -a -- /srv/shop/api.conf /state/shop/dev/files/new", () =>
        {
            Files["/state/shop/dev/files/new"] = Files["/srv/shop/api.conf"];
            return new CommandResult(0, "", "");
        });
        Fake.Commands.On("sync -f /state/shop/dev/files/new");

        await RunAsync(WriteRelease with { Copies = [copy] });
        await RunAsync(WriteRelease with { Copies = [copy] });

        Assert.Equal("level=info", Files[copy.Path]);
        Assert.DoesNotContain("/state/shop/dev/files/new", Files.Keys);
        Assert.Single(Fake.Commands.Run, line => line.StartsWith("cp ", StringComparison.Ordinal));
        // Its name is a hash of what may be a short secret.
        Assert.DoesNotContain(copy.Fingerprint, string.Concat([.. Fake.Commands.Run, .. (WriteRelease with { Copies = [copy] }).Effects]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_not_recorded_where_what_it_mounts_changed_since_the_plan()
    {
        var copy = await PrepareAsync();
        Fake.Commands.On("cp -a", () =>
        {
            Files["/state/shop/dev/files/new"] = "level=debug";
            return new CommandResult(0, "", "");
        });
        Fake.Commands.On("sync -f");

        var error = await FailAsync(WriteRelease with { Copies = [copy] });

        Assert.Equal("the mounted api.conf is not what it was when the plan was made.", error.Message);
        Assert.Equal(["/srv/shop/api.conf"], Files.Keys);
    }

    private async Task<KeptCopy> PrepareAsync()
    {
        Fake.Commands.On("docker image inspect shop-dev-api:2026-11-20.2", """[{"Id": "sha256:1f", "RepoTags": ["shop-dev-api:2026-11-20.2"]}]""");
        Files["/srv/shop/api.conf"] = "level=info";
        var fingerprint = (await Fake.Files.ReadTreeAsync("/srv/shop/api.conf", CancellationToken.None)).Fingerprint;
        return new KeptCopy("/srv/shop/api.conf", $"/state/shop/dev/files/{fingerprint}", fingerprint, "api.conf");
    }

    private static WriteRelease WriteRelease => new(Release, "/state/shop/dev/releases/2026-11-20.2",
        [
            new PlannedService
            {
                Name = "api", Change = ServiceChange.Add, Reason = "", Origin = ImageOrigin.Build, Image = "shop-dev-api:2026-11-20.2", Build = "b", Specification = "s", Since = Release,
            },
        ], "release") { EnvVersions = "/state/shop/dev/env" };
}
