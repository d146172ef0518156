using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class SourceFingerprintsTests
{
    private static readonly ComposeModel Model = ComposeModel.Parse(
        """
        {"services": {
          "base": {"build": {"context": "/srv/shop/base"}},
          "middle": {"build": {"context": "/srv/shop/middle", "additional_contexts": {"base": "service:base"}}},
          "top": {"build": {"context": "/srv/shop/top", "additional_contexts": {"middle": "service:middle"}}},
          "other": {"build": {"context": "/srv/shop/other"}}
        } }
        """);

    private readonly FakeShop shop = new();

    [Theory]
    [InlineData("base", "base middle top")]
    [InlineData("middle", "middle top")]
    [InlineData("top", "top")]
    [InlineData("other", "other")]
    public async Task A_change_of_an_image_is_one_of_all_images_that_are_built_on_it(string changed, string expected)
    {
        var before = await ReadAsync(Model);
        shop.Fake.Source.Content = folder => folder == $"/srv/shop/{changed}" ? "changed" : $"content of {folder}";
        var after = await ReadAsync(Model);

        Assert.Equal(expected, string.Join(' ', after.Keys.Where(name => before[name] != after[name])));
    }

    [Fact]
    public async Task Images_that_are_built_on_each_other_end_the_reading_all_the_same()
    {
        var circle = ComposeModel.Parse(
            """
            {"services": {
              "one": {"build": {"context": "/srv/shop/one", "additional_contexts": {"up": "service:two"}}},
              "two": {"build": {"context": "/srv/shop/two", "additional_contexts": {"up": "service:one"}}}
            } }
            """);

        Assert.Equal(2, (await ReadAsync(circle)).Count);
    }

    [Fact]
    public async Task What_runs_and_services_write_is_no_source_and_what_git_tracks_is()
    {
        var model = ComposeModel.Parse(
            """
            {"services": {"api": {"build": {"context": "/srv/shop"}, "volumes": [
              {"type": "bind", "source": "/srv/shop/data", "target": "/data"}, {"type": "bind", "source": "/srv/shop/src", "target": "/src"}]} } }
            """);
        shop.Fake.Source.TracksBelow = path => path == "/srv/shop/src" ? ["/srv/shop/src/main.c"] : [];

        await ReadAsync(model);

        Assert.Equal(["/state", "/srv/shop/.env.prod", "/srv/shop/.env.dev", "/srv/shop/certs", "/srv/shop/data"], shop.Fake.Source.NoSource.AsEnumerable());
    }

    private Task<ImmutableSortedDictionary<string, string>> ReadAsync(ComposeModel model) =>
        new SourceFingerprints(new StackSession(shop.Fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state")))
            .ReadAsync(model, ["/srv/shop/certs"], CancellationToken.None);
}
