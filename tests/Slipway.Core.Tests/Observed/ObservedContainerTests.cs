using Slipway.Core.Observed;
using Slipway.Core.Planning;

namespace Slipway.Core.Tests.Observed;

/// <summary>Reads what Docker 28.2.2 printed, trimmed to a few of its properties.</summary>
public class ObservedContainerTests
{
    private const string Redis = "sha256:1d0ad2d50bc632b57b8c1c2f89e3e97c8297706342f30b634abd4abc607f647d";

    [Fact]
    public void Containers_are_read_from_inspect_in_the_order_of_their_names()
    {
        var containers = ObservedContainer.ParseInspect(RepositoryFiles.Read("tests/Slipway.Core.Tests/Observed/container-inspect.json"));

        Assert.Equal(
            [
                new ObservedContainer
                {
                    Name = "shop-job-1",
                    Id = "51f6f18414ed09b8f0be7b480023068635cd2e092dff207ed70c3778b5e45080",
                    Service = "job",
                    State = "exited",
                    ExitCode = 3,
                    Image = "redis:7-bookworm",
                    ImageId = Redis,
                },
                new ObservedContainer
                {
                    Name = "shop-web",
                    Id = "ebadc94eda001a4f809248612142f89fcc79da6d7eb8c5f5e635d217023f3427",
                    Service = "web",
                    State = "running",
                    Health = "healthy",
                    Image = "redis:7-bookworm",
                    ImageId = Redis,
                },
                new ObservedContainer
                {
                    Name = "shop-web-candidate",
                    Id = "92ce825e8c9a53849c64decbd8d151ff376d52ec628ce70a601ac59b70fc97ae",
                    Service = "web",
                    State = "running",
                    Health = "healthy",
                    Image = "redis:7-bookworm",
                    ImageId = Redis,
                    IsOneOff = true,
                },
            ],
            containers.Select(container => container with { Networks = [], Ports = [], PublishedPorts = [], AnonymousVolumes = [], StaysUp = true }));
    }

    [Theory]
    [InlineData("exited", 0, "no", true)]
    [InlineData("exited", 0, "on-failure", true)]
    [InlineData("exited", 1, "no", false)]
    [InlineData("exited", 0, "unless-stopped", false)]
    [InlineData("exited", 0, "always", false)]
    [InlineData("running", 0, "no", false)]
    public void A_container_that_ended_well_and_is_not_started_again_is_complete(string state, int exitCode, string restart, bool isComplete)
    {
        var container = Assert.Single(ObservedContainer.ParseInspect(
            $$$"""[{"Name": "/shop-job-1", "State": {"Status": "{{{state}}}", "ExitCode": {{{exitCode}}} }, "HostConfig": {"RestartPolicy": {"Name": "{{{restart}}}"} } }]"""));

        Assert.Equal(isComplete, container.IsComplete);
    }

    [Fact]
    public void Volumes_without_a_name_are_told_from_named_ones_and_from_folders()
    {
        var container = Assert.Single(ObservedContainer.ParseInspect(
            $$"""
            [{"Name": "/shop-web-1", "Mounts": [
              {"Type": "volume", "Name": "{{new string('a', 64)}}", "Destination": "/uploads"},
              {"Type": "volume", "Name": "shop_data", "Destination": "/data"},
              {"Type": "bind", "Source": "/srv", "Destination": "/srv"}]}]
            """));

        Assert.Equal("/uploads", Assert.Single(container.AnonymousVolumes));
    }

    [Fact]
    public void The_release_and_the_addresses_of_a_container_are_read()
    {
        var container = Assert.Single(ObservedContainer.ParseInspect(
            """
            [{"Name": "/shop-api-2", "Config": {"Labels": {"slipway.release": "2026-11-20.2"}},
              "NetworkSettings": {"Networks": {"caddy_net": {"IPAddress": "10.0.0.2"}, "stopped": {"IPAddress": ""}}}}]
            """));

        Assert.Equal("2026-11-20.2", container.Release);
        Assert.Equal([KeyValuePair.Create("caddy_net", "10.0.0.2")], container.Addresses);
    }

    [Fact]
    public void What_others_can_reach_of_a_container_is_read()
    {
        var container = Assert.Single(ObservedContainer.ParseInspect("""
            [
              {
                "Id": "4dd4a0c3a3100f22e8e1dba6a4e8c2a11ccd2b0aa86f3e5e4d1b31de2c5f0a11", "Name": "/shop-api", "Image": "sha256:b4da25b4ad80",
                "State": {"Status": "running"},
                "Config": {"ExposedPorts": {"2019/tcp": {}, "443/udp": {}, "80/tcp": {}}, "Labels": {"com.docker.compose.service": "api"}},
                "NetworkSettings": {
                  "Ports": {"80/tcp": null, "8443/tcp": [{"HostIp": "0.0.0.0", "HostPort": "443"}]},
                  "Networks": {
                    "shop_default": {"Aliases": ["api", "4dd4a0c3a310"], "IPAddress": "172.18.0.2", "GlobalIPv6Address": "fd00::2", "DNSNames": ["shop-api", "api", "front", "4dd4a0c3a310"]},
                    "edge": {"Aliases": null, "IPAddress": "172.19.0.2", "GlobalIPv6Address": "", "DNSNames": null},
                    "host": {"Aliases": null, "IPAddress": "", "GlobalIPv6Address": "", "DNSNames": null}
                  }
                }
              }
            ]
            """));

        Assert.Equal(("shop-api", "api", "sha256:b4da25b4ad80"), (container.Name, container.Service, container.ImageId));
        Assert.Equal([80, 2019, 8443], container.Ports);
        Assert.Equal([8443], container.PublishedPorts);
        Assert.Equal(
            ["edge: shop-api at 172.19.0.2", "shop_default: api, front, shop-api at 172.18.0.2, fd00::2"],
            container.Networks.Select(network => $"{network.Name}: {string.Join(", ", network.Names)} at {string.Join(", ", network.Addresses)}"));
    }

    [Fact]
    public void A_candidate_beside_a_service_is_not_the_service()
    {
        var observed = new ObservedState
        {
            Containers = ObservedContainer.ParseInspect(RepositoryFiles.Read("tests/Slipway.Core.Tests/Observed/container-inspect.json")),
        };

        Assert.Equal(["shop-web"], observed.Of("web").Select(container => container.Name));
    }

    [Theory]
    [InlineData("running", "", true)]
    [InlineData("running", "none", true)]
    [InlineData("running", "healthy", true)]
    [InlineData("running", "starting", false)]
    [InlineData("running", "unhealthy", false)]
    [InlineData("exited", "", false)]
    [InlineData("restarting", "healthy", false)]
    public void A_container_is_healthy_when_it_runs_and_is_not_known_to_be_unhealthy(string state, string health, bool expected) =>
        Assert.Equal(expected, new ObservedContainer { Name = "a", Id = "1", Service = "a", State = state, Health = health }.IsHealthy);

    [Theory]
    [InlineData("running", "healthy", 1, "10:00", null)]
    [InlineData("running", "healthy", 2, "10:00", "shop-web ended and was started again.")]
    [InlineData("running", "starting", 1, "10:01", "shop-web ended and was started again.")]
    [InlineData("running", "unhealthy", 1, "10:00", "shop-web is unhealthy.")]
    [InlineData("exited", "unhealthy", 1, "10:00", "shop-web is exited, its last exit code is 3.")]
    [InlineData("restarting", "", 2, "10:00", "shop-web is restarting, its last exit code is 3.")]
    public void What_happens_to_a_container_that_was_healthy_is_trouble(string state, string health, int restarts, string startedAt, string? expected)
    {
        var before = new ObservedContainer { Name = "shop-web", Id = "1", Service = "web", State = "running", Health = "healthy", RestartCount = 1, StartedAt = "10:00" };

        Assert.Equal(expected, before.TroubleBy(before with { State = state, Health = health, RestartCount = restarts, StartedAt = startedAt, ExitCode = 3 }));
        Assert.Equal("shop-web is gone.", before.TroubleBy(null));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public void Nothing_inspected_is_no_container(string json) => Assert.Empty(ObservedContainer.ParseInspect(json));
}
