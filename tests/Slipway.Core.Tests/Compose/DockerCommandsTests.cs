using Slipway.Core.Commands;
using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

public class DockerCommandsTests
{
    public static TheoryData<Command, string> Commands => new()
    {
        { DockerCommands.Version(), "docker version --format json" },
        { DockerCommands.ContainerIds("shop-dev"), "docker ps --all --quiet --no-trunc --filter label=com.docker.compose.project=shop-dev" },
        { DockerCommands.InspectContainers(["a", "b"]), "docker container inspect a b" },
        { DockerCommands.InspectImages(["redis:7", "caddy:2"]), "docker image inspect redis:7 caddy:2" },
        { DockerCommands.NetworkNames(), "docker network ls --format '{{.Name}}'" },
        { DockerCommands.NetworkIds(), "docker network ls --quiet --no-trunc" },
        {
            DockerCommands.InspectNetworks(["6aa8", "59d4"]),
            "docker network inspect --format '{{.Name}}\t{{index .Labels \"com.docker.compose.project\"}}\t{{range .IPAM.Config}}{{.Subnet}} {{end}}' 6aa8 59d4"
        },
        { DockerCommands.ContainersWithPorts(), "docker ps --all --no-trunc --format '{{.Names}}\\t{{.Label \"com.docker.compose.project\"}}\\t{{.State}}\\t{{.Ports}}'" },
        {
            DockerCommands.Info(),
            "docker info --format '{\"engine\":{{json .ServerVersion}},\"cpus\":{{json .NCPU}},\"memory\":{{json .MemTotal}},\"root\":{{json .DockerRootDir}},\"plugins\":{{json .ClientInfo.Plugins}}}'"
        },
        { DockerCommands.Volumes(), "docker volume ls --format '{{.Name}}\t{{.Mountpoint}}'" },
        { DockerCommands.RootFolder(), "docker info --format '{{.DockerRootDir}}'" },
        {
            DockerCommands.ContainerEvents("shop-dev", new DateTimeOffset(2026, 11, 20, 14, 10, 2, 500, TimeSpan.Zero), new DateTimeOffset(2026, 11, 20, 14, 10, 9, TimeSpan.Zero)),
            "docker events --since 1795183802.5000000 --until 1795183809.0000000 --filter type=container --filter label=com.docker.compose.project=shop-dev "
            + "--filter event=kill --filter event=die --filter event=start --filter event=health_status --format '{{json .}}'"
        },
        { DockerCommands.CreateNetwork("caddy_net"), "docker network create caddy_net" },
        { DockerCommands.Pull("redis:7"), "docker pull --quiet redis:7" },
        { DockerCommands.Tag("sha256:1f", "shop-prod-api:2026-11-20.1"), "docker tag sha256:1f shop-prod-api:2026-11-20.1" },
        { DockerCommands.Stop("shop-dev-api"), "docker stop shop-dev-api" },
        { DockerCommands.Remove("shop-dev-api"), "docker rm --force shop-dev-api" },
        { DockerCommands.RemoveRun("shop-dev-api"), "docker rm --force --volumes shop-dev-api" },
        { DockerCommands.LastLines("shop-dev-api", 20), "docker logs --tail 20 shop-dev-api" },
        {
            DockerCommands.RunScript("shop-dev-verify", "slipway-isolation", "caddy:2", "edge_net", "shop-dev_default"),
            "docker run --rm --interactive --name shop-dev-verify --label com.docker.compose.project=slipway-isolation --network edge_net --network shop-dev_default "
            + "--read-only --cap-drop ALL --security-opt no-new-privileges --pull never --entrypoint sh caddy:2 -s"
        },
        { DockerCommands.Exec("shop-dev-db", "psql", "--command", "select 1"), "docker exec --interactive shop-dev-db psql --command 'select 1'" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_has_exactly_these_arguments(Command command, string expected) => Assert.Equal(expected, command.ToString());
}
