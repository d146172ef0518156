using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Releases;

public class HeldMountsTests
{
    private const string Store = "/state/shop/dev/files";

    private static readonly ReleaseId Release = ReleaseId.Parse("2026-11-20.2");

    private static readonly ComposeModel Model = ComposeModel.Parse(
        """
        {
          "services": {
            "web": {
              "image": "web:1",
              "volumes": [
                {"type": "bind", "source": "/srv/shop/web.conf", "target": "/etc/web.conf", "read_only": true},
                {"type": "bind", "source": "/var/run/docker.sock", "target": "/var/run/docker.sock", "read_only": true}
              ],
              "configs": [{"source": "conf", "target": "/etc/conf"}, {"source": "text"}],
              "secrets": [{"source": "key", "target": "/run/secrets/key"}]
            },
            "old": {"image": "old:1", "volumes": [{"type": "bind", "source": "/srv/shop/web.conf", "target": "/etc/web.conf"}]}
          },
          "configs": {"conf": {"file": "/srv/shop/conf"}, "text": {"content": "hello"}},
          "secrets": {"key": {"file": "/srv/shop/key"}}
        }
        """);

    [Fact]
    public void A_release_mounts_copies_and_leaves_alone_what_belongs_to_the_host_and_the_services_that_it_keeps()
    {
        var text = ReleaseRendering.Compose(
            Model,
            Release,
            [Planned("web", ServiceChange.Replace), Planned("old", ServiceChange.Keep)],
            "net",
            """{"services": {"old": {"image": "old:1", "volumes": [{"type": "bind", "source": "/srv/shop/web.conf", "target": "/etc/web.conf"}]} } }""",
            ImmutableSortedDictionary<string, string>.Empty.Add("/srv/shop/web.conf", $"{Store}/1").Add("/srv/shop/conf", $"{Store}/2").Add("/srv/shop/key", $"{Store}/3")
        );

        var rendered = ComposeModel.Parse(text);
        Assert.Equal(
            [$"{Store}/1", "/var/run/docker.sock", $"{Store}/3", $"{Store}/2"],
            rendered.Find("web")!.Mounts.Select(mount => mount.Source)
        );
        Assert.Equal("hello", (string?)JsonNode.Parse(text)!["configs"]!["text"]!["content"]);
        Assert.Equal(["/srv/shop/web.conf"], rendered.Find("old")!.Mounts.Select(mount => mount.Source));
        Assert.Equal([$"{Store}/1", $"{Store}/2", $"{Store}/3"], HeldMounts.CopiesOf(rendered, Store).Keys);
    }

    [Theory]
    [InlineData("conf/a=1 conf/b=1", "conf/a=1 conf/b=1", null)]
    [InlineData("conf/a=1", "conf/a=2", "the mounted file conf/a changed")]
    [InlineData("conf/a=1", "conf/a=1 conf/b=1", "the mounted file conf/b changed")]
    [InlineData("conf/a=1 conf/b=1", "", "the mounted files conf/a and conf/b changed")]
    [InlineData("a=1 b=1 c=1 d=1 e=1", "a=2 b=2 c=2 d=2 e=2", "the mounted files a, b, c and 2 more changed")]
    public void A_change_names_its_files(string before, string after, string? expected) =>
        Assert.Equal(expected, MountedSource.ChangeBetween(Files(before), Files(after)));

    [Fact]
    public void Of_a_folder_with_very_many_files_only_the_folder_is_named()
    {
        var many = Files(string.Join(' ', Enumerable.Range(0, 300).Select(number => $"page{number}=1")));

        Assert.Equal(["site/"], MountedSource.Of("/srv/site", "/srv/site", "site", new FileTree(FileTreeState.Complete, true, many)).Files.Keys);
        Assert.Equal(["site/", "site/page1"], MountedSource.Of("/srv/site", "/srv/site", "site", new FileTree(FileTreeState.Complete, true, Files(".=1 page1=1"))).Files.Keys);
    }

    private static ImmutableSortedDictionary<string, string> Files(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Split('=')).ToImmutableSortedDictionary(file => file[0], file => file[1], StringComparer.Ordinal);

    private static PlannedService Planned(string name, ServiceChange change) =>
        new() { Name = name, Change = change, Reason = "", Origin = ImageOrigin.Registry, Image = $"{name}:1", Specification = "", Since = Release };
}
