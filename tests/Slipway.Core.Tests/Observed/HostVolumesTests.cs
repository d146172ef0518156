using Slipway.Core.Observed;

namespace Slipway.Core.Tests.Observed;

public class HostVolumesTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("shop_db\t/var/lib/docker/volumes/shop_db/_data\n", "/var/lib/docker")]
    [InlineData("far\t/mnt/plugin/far\nshop_db\t/srv/docker/volumes/shop_db/_data\n", "/srv/docker")]
    [InlineData("far\t/mnt/plugin/far\n", null)]
    [InlineData("old\n", null)]
    public void The_engines_folder_shows_in_the_mount_points_of_its_own_volumes(string text, string? expected)
    {
        var volumes = HostVolumes.Parse(text);

        Assert.Equal(expected, volumes.RootFolder);
        Assert.Equal(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]).Order(StringComparer.Ordinal), volumes.Names.AsEnumerable());
    }
}
