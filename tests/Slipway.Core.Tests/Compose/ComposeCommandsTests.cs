using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

public class ComposeCommandsTests
{
    private const string Rendered = "docker compose --ansi never --progress plain --project-name shop-dev --file /state/compose.json";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    [Fact]
    public void Config_names_project_files_profiles_env_file_and_release() =>
        Assert.Equal(
            "SLIPWAY_RELEASE=slipway-release-id docker compose --project-name shop-dev --file /srv/a.yml --file /srv/b.yml"
            + " --profile jobs --profile mail --env-file /srv/.env.dev config --format json",
            ComposeCommands.Config("shop-dev", ["/srv/a.yml", "/srv/b.yml"], ["jobs", "mail"], "/srv/.env.dev", "slipway-release-id").ToString());

    [Fact]
    public void Config_without_profiles_and_env_file_names_none() =>
        Assert.Equal(
            "SLIPWAY_RELEASE=x docker compose --project-name edge --file /srv/a.yml config --format json",
            ComposeCommands.Config("edge", ["/srv/a.yml"], [], null, "x").ToString());

    [Fact]
    public void Up_of_everything_removes_orphans_and_neither_builds_nor_pulls() =>
        Assert.Equal($"{Rendered} up --detach --no-build --pull never --remove-orphans --wait --wait-timeout 90",
            ComposeCommands.Up("shop-dev", "/state/compose.json", Timeout).ToString());

    [Fact]
    public void Up_of_one_service_leaves_orphans_alone() =>
        Assert.Equal($"{Rendered} up --detach --no-build --pull never --wait --wait-timeout 90 db cache",
            ComposeCommands.Up("shop-dev", "/state/compose.json", Timeout, "db", "cache").ToString());

    [Fact]
    public void Renew_pulls_what_is_missing_and_keeps_no_container() =>
        Assert.Equal($"{Rendered} up --detach --no-build --pull missing --force-recreate --remove-orphans --wait --wait-timeout 90",
            ComposeCommands.Renew("shop-dev", "/state/compose.json", Timeout).ToString());

    [Fact]
    public void Build_makes_images_without_attestations() =>
        Assert.Equal($"BUILDX_NO_DEFAULT_ATTESTATIONS=1 {Rendered} build api web",
            ComposeCommands.Build("shop-dev", "/state/compose.json", pulls: false, ["api", "web"]).ToString());

    [Fact]
    public void RunOnce_starts_nothing_else_and_removes_its_container() =>
        Assert.Equal($"{Rendered} run --rm --no-deps --no-TTY --interactive=false --name shop-dev-migrations api migrate 'two words'",
            ComposeCommands.RunOnce("shop-dev", "/state/compose.json", "api", "shop-dev-migrations", ["migrate", "two words"]).ToString());

    [Fact]
    public void UpBeside_leaves_alone_what_runs_and_what_the_services_depend_on() =>
        Assert.Equal($"{Rendered} up --detach --no-build --pull never --no-deps --no-recreate --scale api=2 --scale web=3 api web",
            ComposeCommands.UpBeside("shop-dev", "/state/compose.json", ("api", 2), ("web", 3)).ToString());

    [Fact]
    public void UpOnly_starts_no_other_service_and_may_remove_those_that_the_file_lacks() =>
        Assert.Equal($"{Rendered} up --detach --no-build --pull never --no-deps --remove-orphans --wait --wait-timeout 90 worker",
            ComposeCommands.UpOnly("shop-dev", "/state/compose.json", TimeSpan.FromSeconds(90), removesOthers: true, "worker").ToString());

    [Fact]
    public void Down_never_removes_a_volume() =>
        Assert.Equal($"{Rendered} down --remove-orphans", ComposeCommands.Down("shop-dev", "/state/compose.json").ToString());

    [Theory]
    [InlineData(false, "logs --no-color --timestamps --tail 50 api")]
    [InlineData(true, "logs --no-color --timestamps --tail 50 --follow api")]
    public void Logs_follow_only_where_that_is_asked_for(bool follow, string expected) =>
        Assert.Equal($"{Rendered} {expected}", ComposeCommands.Logs("shop-dev", "/state/compose.json", 50, follow, ["api"]).ToString());
}
