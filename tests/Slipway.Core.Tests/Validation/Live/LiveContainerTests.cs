using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Validation.Live;

/// <summary>Reads what Docker 28.5.2 printed, trimmed to a few of its properties.</summary>
public class LiveContainerTests
{
    [Fact]
    public void Those_that_run_are_read_with_their_networks_names_and_ports()
    {
        var container = Assert.Single(LiveContainer.ParseInspect("""
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
              },
              {"Id": "5", "Name": "/shop-old", "State": {"Status": "exited"}}
            ]
            """));

        Assert.Equal(("shop-api", "api", "sha256:b4da25b4ad80"), (container.Name, container.Service, container.ImageId));
        Assert.Equal([80, 2019, 8443], container.Ports);
        Assert.Equal([8443], container.PublishedPorts);
        Assert.Equal(
            ["edge: shop-api at 172.19.0.2", "shop_default: api, front, shop-api at 172.18.0.2, fd00::2"],
            container.Networks.Select(network => $"{network.Name}: {string.Join(", ", network.Names)} at {string.Join(", ", network.Addresses)}"));
    }
}
