using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;
using Slipway.Core.Json;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Releases;

public class ReleaseRenderingTests
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    private static readonly ReleaseId Release = ReleaseId.Parse("2026-11-20.2");

    private static readonly ComposeModel Model = ComposeModel.Parse(
        """
        {
          "name": "shop-dev",
          "services": {
            "api": {
              "build": {"context": "/srv/shop/api", "additional_contexts": {"shared": "/srv/shop", "near": "/srv/shopping", "base": "docker-image://debian:12"}},
              "environment": {"RELEASE": "slipway-release-id"}
            },
            "db": {"image": "postgres:15", "environment": {"NOTE": "new"}},
            "job": {"image": "registry/job:1", "profiles": ["jobs"], "build": {"context": "https://example.org/job.git"}}
          },
          "volumes": {"data": {"name": "shop-dev_data"}}
        }
        """);

    [Fact]
    public void A_release_names_every_image_builds_nothing_has_no_profile_and_bears_its_id() =>
        AssertJson(
            """
            {
              "name": "shop-dev",
              "services": {
                "api": {"environment": {"RELEASE": "2026-11-20.2"}, "image": "shop-dev-api:2026-11-20.2", "labels": {"slipway.release": "2026-11-20.2"}},
                "db": {"environment": {"NOTE": "new"}, "image": "postgres:15", "labels": {"slipway.release": "2026-11-20.2"}},
                "job": {"image": "registry/job:2026-11-20.2", "labels": {"slipway.release": "2026-11-20.2"}}
              },
              "volumes": {"data": {"name": "shop-dev_data"}}
            }
            """,
            ReleaseRendering.Compose(Model, Release, Services(ServiceChange.Replace, ServiceChange.Add, ServiceChange.Add), "caddy_net", null, None));

    [Fact]
    public void A_kept_service_is_taken_from_the_current_release_as_it_stands() =>
        AssertJson(
            """
            {
              "name": "shop-dev",
              "services": {
                "api": {"environment": {"RELEASE": "2026-11-19.1"}, "image": "shop-dev-api:2026-11-19.1", "x-old": [1, 2]},
                "db": {"environment": {"NOTE": "new"}, "image": "postgres:15", "labels": {"slipway.release": "2026-11-20.2"}},
                "job": {"image": "registry/job:2026-11-20.2", "labels": {"slipway.release": "2026-11-20.2"}}
              },
              "volumes": {"data": {"name": "shop-dev_data"}}
            }
            """,
            ReleaseRendering.Compose(Model, Release, Services(ServiceChange.Keep, ServiceChange.Replace, ServiceChange.Replace), "caddy_net",
                """
                {"services": {
                  "api": {"environment": {"RELEASE": "2026-11-19.1"}, "image": "shop-dev-api:2026-11-19.1", "x-old": [1, 2]},
                  "db": {"environment": {"NOTE": "old"}, "image": "postgres:14"},
                  "gone": {"image": "gone:1"}
                }}
                """,
                None));

    [Fact]
    public void A_release_never_pulls_another_image_than_it_names_whatever_the_services_pull_policy_is()
    {
        var model = ComposeModel.Parse("""{"services": {"api": {"image": "api:1", "pull_policy": "always"}, "db": {"image": "db:1"}, "job": {"image": "job:1"}}}""");
        const string current = """{"services": {"api": {"image": "api:1", "pull_policy": "always"}}}""";

        foreach (var change in new[] { ServiceChange.Keep, ServiceChange.Replace })
        {
            var compose = ReleaseRendering.Compose(model, Release, Services(change, ServiceChange.Add, ServiceChange.Add), "caddy_net", current, None);

            Assert.DoesNotContain("pull_policy", compose, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_image_is_built_for_the_platform_of_its_service()
    {
        var model = ComposeModel.Parse("""{"services": {"api": {"build": {"context": "/srv/shop/api"}, "platform": "linux/arm64"}}}""");

        AssertJson(
            """{"services": {"api": {"image": "api:1", "platform": "linux/arm64", "build": {"context": "/srv/shop/api"}}}}""",
            ReleaseRendering.Build(model, Release, Images("api", "api:1"), None, null));
    }

    [Fact]
    public void A_build_file_has_only_the_services_that_build_and_their_images_names() =>
        AssertJson(
            """
            {"services": {"api": {
              "image": "shop-dev-api:2026-11-20.2",
              "build": {"context": "/srv/shop/api", "additional_contexts": {"shared": "/srv/shop", "near": "/srv/shopping", "base": "docker-image://debian:12"}}
            }}}
            """,
            ReleaseRendering.Build(Model, Release, Images("api", "shop-dev-api:2026-11-20.2"), None, null));

    [Fact]
    public void To_build_from_another_folder_moves_what_is_in_the_work_tree_and_nothing_beside_it() =>
        AssertJson(
            """
            {"services": {"api": {
              "image": "shop-prod-api:2026-11-20.2",
              "build": {"context": "/state/source/api", "additional_contexts": {"shared": "/state/source", "near": "/srv/shopping", "base": "docker-image://debian:12"}}
            }}}
            """,
            ReleaseRendering.Build(Model, Release, Images("api", "shop-prod-api:2026-11-20.2"), None, ("/srv/shop", "/state/source")));

    [Theory]
    [InlineData("Ahoy 🚢")]
    [InlineData("C:\\ud83d\\udea2 as it is")]
    [InlineData("𝄞 \"quoted\" 👩‍🚀")]
    public void A_value_beyond_the_first_65536_characters_is_written_as_it_is(string value)
    {
        // YAML knows no pairs of surrogates: Compose refuses "\ud83d\udea2" (go-yaml/yaml#279).
        var model = ComposeModel.Parse(new JsonObject
        {
            ["name"] = "shop-dev",
            ["services"] = new JsonObject
            {
                ["api"] = new JsonObject
                {
                    ["environment"] = new JsonObject { ["GREETING"] = value },
                    ["build"] = new JsonObject { ["context"] = "/srv", ["args"] = new JsonObject { ["GREETING"] = value } },
                },
            },
        }.ToJsonString());

        var run = ReleaseRendering.Compose(model, Release, [Service("api", ServiceChange.Replace, "i:1")], "caddy_net", null, None);
        var build = ReleaseRendering.Build(model, Release, ImmutableSortedDictionary<string, string>.Empty.Add("api", "i:1"), None, null);

        Assert.DoesNotMatch(@"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]", run + build);
        Assert.Equal(value, (string?)JsonNode.Parse(run)!["services"]!["api"]!["environment"]!["GREETING"]);
        Assert.Equal(value, (string?)JsonNode.Parse(build)!["services"]!["api"]!["build"]!["args"]!["GREETING"]);
    }

    [Fact]
    public void A_context_that_is_an_address_is_not_moved() =>
        AssertJson(
            """{"services": {"job": {"image": "registry/job:2026-11-20.2", "build": {"context": "https://example.org/job.git"}}}}""",
            ReleaseRendering.Build(Model, Release, Images("job", "registry/job:2026-11-20.2"), None, ("/srv/shop", "/state/source")));

    [Fact]
    public void A_build_file_has_the_secrets_and_the_platform_that_its_builds_use()
    {
        var model = ComposeModel.Parse(
            """
            {
              "services": {
                "api": {"platform": "linux/arm64", "build": {"context": "/srv/shop/api", "ssh": ["default"], "cache_from": ["shop-cache"], "secrets": [{"source": "token"}, {"source": "key"}]}},
                "db": {"image": "postgres:15"}
              },
              "secrets": {"token": {"file": "/srv/shop/token"}, "key": {"environment": "API_KEY"}}
            }
            """,
            new Dictionary<string, string> { ["API_KEY"] = "k$y", ["OTHER"] = "o" });

        var file = ReleaseRendering.Build(model, Release, Images("api", "shop-dev-api:2026-11-20.2"), None, ("/srv/shop", "/state/source"));

        // What a secret's file holds is not a part of the source, and git has no copy of it.
        AssertJson(
            """
            {
              "services": {"api": {
                "image": "shop-dev-api:2026-11-20.2",
                "build": {"context": "/state/source/api", "ssh": ["default"], "cache_from": ["shop-cache"], "secrets": [{"source": "token"}, {"source": "key"}]},
                "platform": "linux/arm64"
              }},
              "secrets": {"token": {"file": "/srv/shop/token"}, "key": {"environment": "API_KEY"}},
              "x-slipway-variables": {"API_KEY": "k$$y"}
            }
            """,
            file);
        Assert.Equal("API_KEY=\"k\\$y\"\n", ComposeVariables.EnvTextOf(file));
    }

    [Fact]
    public void An_image_on_that_of_another_service_is_built_on_the_one_that_is_built_beside_it_or_on_the_one_that_is_there()
    {
        var model = ComposeModel.Parse(
            """
            {"services": {
              "web": {"build": {"context": "/srv/web", "dockerfile": "/srv/shop/web.Dockerfile", "additional_contexts": {"one": "service:base", "two": "service:other"}}},
              "base": {"build": {"context": "/srv/base"}},
              "other": {"build": {"context": "/srv/other"}}
            }}
            """);

        AssertJson(
            """
            {"services": {
              "base": {"image": "base:2", "build": {"context": "/srv/base"}},
              "web": {"image": "web:2", "build": {"context": "/srv/web", "dockerfile": "/state/source/web.Dockerfile", "additional_contexts": {"one": "service:base", "two": "docker-image://other:1"}}}
            }}
            """,
            ReleaseRendering.Build(
                model,
                Release,
                Images("web", "web:2").Add("base", "base:2"),
                None.Add("other", "docker-image://other:1"),
                ("/srv/shop", "/state/source")));
    }

    [Fact]
    public void A_release_never_asks_a_registry_by_itself()
    {
        var model = ComposeModel.Parse("""{"services": {"api": {"image": "shop:1", "pull_policy": "always"}}}""");

        AssertJson(
            """{"services": {"api": {"image": "shop-dev-api:2026-11-20.2", "labels": {"slipway.release": "2026-11-20.2"}}}}""",
            ReleaseRendering.Compose(model, Release, [Service("api", ServiceChange.Add, "shop-dev-api:2026-11-20.2")], "caddy_net", null, None));
    }

    private static ImmutableSortedDictionary<string, string> Images(string service, string image) =>
        ImmutableSortedDictionary<string, string>.Empty.Add(service, image);

    private static ImmutableArray<PlannedService> Services(ServiceChange api, ServiceChange db, ServiceChange job) =>
        [Service("api", api, "shop-dev-api:2026-11-20.2"), Service("db", db, "postgres:15"), Service("job", job, "registry/job:2026-11-20.2")];

    private static PlannedService Service(string name, ServiceChange change, string image) => new()
    {
        Name = name,
        Change = change,
        Reason = "",
        Origin = ImageOrigin.Registry,
        Image = image,
        Specification = "",
        Since = Release,
    };

    private static void AssertJson(string expected, string actual) =>
        Assert.Equal(CanonicalJson.Text(JsonNode.Parse(expected)), CanonicalJson.Text(JsonNode.Parse(actual)));
}
