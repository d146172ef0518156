using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class MountReaderTests
{
    private readonly FakeHost fake = new();

    public MountReaderTests()
    {
        foreach (var file in new[] { "web.conf", "site/index.html", "data/row", "key", ".slipway/ledger", "certs/ca.crt" }) fake.Files.Texts[$"/srv/shop/{file}"] = file;
    }

    [Theory]
    [InlineData("""{"type": "bind", "source": "/srv/shop/web.conf", "target": "/c", "read_only": true}""", "web.conf")]
    [InlineData("""{"type": "bind", "source": "/srv/shop/site", "target": "/c", "read_only": true}""", "site/index.html")]
    [InlineData("""{"type": "bind", "source": "/srv/shop/site", "target": "/c"}""", "")]
    [InlineData("""{"type": "bind", "source": "/srv/shop", "target": "/c", "read_only": true}""", "")]
    [InlineData("""{"type": "bind", "source": "/srv/shop/.slipway/ledger", "target": "/c", "read_only": true}""", "")]
    [InlineData("""{"type": "bind", "source": "/srv/shop/certs/ca.crt", "target": "/c", "read_only": true}""", "")]
    [InlineData("""{"type": "bind", "source": "/etc/localtime", "target": "/c", "read_only": true}""", "")]
    [InlineData("""{"type": "bind", "source": "/var/run/docker.sock", "target": "/c", "read_only": true}""", "")]
    [InlineData("""{"type": "volume", "source": "web.conf", "target": "/c", "read_only": true}""", "")]
    public async Task What_is_mounted_of_the_work_tree_and_not_written_to_is_a_part_of_the_release(string mount, string expected) =>
        Assert.Equal(expected, string.Join(' ', (await ReadAsync($$"""{"web": {"volumes": [{{mount}}]} }""")).SelectMany(source => source.Files.Keys)));

    [Fact]
    public async Task A_file_that_a_service_may_write_to_is_its_data_unless_git_tracks_it()
    {
        const string Services = """{"web": {"volumes": [{"type": "bind", "source": "/srv/shop/web.conf", "target": "/c"}, {"type": "bind", "source": "/srv/shop/data/row", "target": "/d"}]} }""";
        Assert.Empty(await ReadAsync(Services));

        fake.Source.Tracked.Add("/srv/shop/web.conf");

        Assert.Equal(["web.conf"], (await ReadAsync(Services)).Select(source => source.Name));
    }

    [Fact]
    public async Task What_one_service_reads_and_another_writes_is_data() =>
        Assert.Empty(await ReadAsync(
            """
            {
              "web": {"volumes": [{"type": "bind", "source": "/srv/shop/data", "target": "/d", "read_only": true}]},
              "job": {"volumes": [{"type": "bind", "source": "/srv/shop/data/row", "target": "/d"}]}
            }
            """));

    [Fact]
    public async Task A_secret_is_a_part_of_the_release_and_one_that_is_missing_is_known_to_be()
    {
        var sources = await ReadAsync("""{"web": {"secrets": [{"source": "key", "target": "/run/secrets/key"}, {"source": "lost", "target": "/run/secrets/lost"}]} }""");

        Assert.Equal([("key", FileTreeState.Complete), ("lost", FileTreeState.Missing)], sources.Select(source => (source.Name, source.State)));
    }

    private async Task<IEnumerable<MountedSource>> ReadAsync(string services) =>
        await new MountReader(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/srv/shop/.slipway")).ReadAsync(
            ComposeModel.Parse($$"""{"services": {{services}}, "secrets": {"key": {"file": "/srv/shop/key"}, "lost": {"file": "/srv/shop/lost"} } }"""),
            Environment,
            null,
            CancellationToken.None);

    // Its certificates lie in /srv/shop/certs.
    private static EnvironmentDefinition Environment => new()
    {
        Name = Named.Dev,
        Compose = new ComposeProject { Project = "shop-dev", Files = ["shop.yml"] },
        Url = "https://shop.test",
        Certificates = [new CertificateDefinition { Name = "jobs", Directory = "certs", ServerNames = ["jobs"], Clients = [] }],
    };
}
