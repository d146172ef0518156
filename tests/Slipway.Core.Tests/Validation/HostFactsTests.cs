using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Validation;

public sealed class HostFactsTests
{
    [Fact]
    public void Containers_are_read_with_their_projects_and_what_they_publish()
    {
        // As Docker 28.5 printed it.
        var containers = HostContainer.Parse(
            "slipway-host-b\t\trunning\t\n"
            + "slipway-host-a\tslipway-host-test\trunning\t127.0.0.1:38080->80/tcp, 0.0.0.0:38443->443/tcp, 0.0.0.0:38443->443/udp, [::]:38443->443/tcp\n"
            + "slipway-adapters-732eed95\t\texited\t5432/tcp\n");

        Assert.Equal(
        [
            "slipway-host-b of '', running: ",
            "slipway-host-a of 'slipway-host-test', running: 127.0.0.1 38080 tcp, 0.0.0.0 38443 tcp, 0.0.0.0 38443 udp, :: 38443 tcp",
            "slipway-adapters-732eed95 of '', stopped: ",
        ],
        containers.Select(Text));
    }

    [Theory]
    [InlineData("0.0.0.0:8000-8002->80-82/tcp", "0.0.0.0 8000 tcp, 0.0.0.0 8001 tcp, 0.0.0.0 8002 tcp")]
    [InlineData(":::443->443/tcp", ":: 443 tcp")]
    [InlineData("[fd00::1]:53->53/udp", "fd00::1 53 udp")]
    [InlineData("5432/tcp, 80-82/tcp", "")]
    [InlineData("0.0.0.0:x->80/tcp", "")]
    [InlineData("", "")]
    public void Ports_are_read_in_every_form_that_docker_shows(string shown, string ports) => Assert.Equal(ports, Text(HostPort.Parse(shown)));

    [Fact]
    public void A_linked_container_has_its_own_name() => Assert.Equal("db", HostContainer.Parse("web/database,db\tblog\trunning\t\n")[0].Name);

    [Fact]
    public void Networks_are_read_with_their_projects_and_subnets()
    {
        // As Docker 28.5 printed it, but for the second subnet.
        var networks = HostNetwork.Parse("bridge\t\t172.17.0.0/16 \nhost\t\t\nslipway-host-net\tslipway-host-test\t172.29.240.0/24 fd00:1::/64 \n");

        Assert.Equal(
            ["bridge of '': 172.17.0.0/16", "host of '': ", "slipway-host-net of 'slipway-host-test': 172.29.240.0/24 fd00:1::/64"],
            networks.Select(network => $"{network.Name} of '{network.Project}': {string.Join(' ', network.Subnets)}"));
    }

    private static string Text(HostContainer container) => $"{container.Name} of '{container.Project}', {(container.IsRunning ? "running" : "stopped")}: {Text(container.Ports)}";

    private static string Text(IEnumerable<HostPort> ports) => string.Join(", ", ports.Select(port => $"{port.Address} {port.Number} {port.Protocol}"));
}
