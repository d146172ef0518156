using System.Text.Json;
using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

/// <summary>Reads what Docker Compose 2.40.3 printed for a small stack; only its folder and its secrets were replaced.</summary>
public class ComposeModelTests
{
    private static readonly ComposeModel Model = ComposeModel.Parse(RepositoryFiles.Read("tests/Slipway.Core.Tests/Compose/compose-config.json"));

    [Fact]
    public void What_a_secret_or_a_config_takes_from_a_variable_makes_the_services_that_use_it()
    {
        const string text =
            """
            {
              "services": {
                "api": {"secrets": [{"source": "key"}]},
                "web": {"configs": [{"source": "greeting"}]},
                "db": {}
              },
              "secrets": {"key": {"environment": "API_KEY"}, "lost": {"environment": "LOST"}},
              "configs": {"greeting": {"environment": "GREETING"}}
            }
            """;
        var (one, other) = (With("1", "hello"), With("2", "hello"));

        Assert.Equal(["api"], one.Services.Zip(other.Services).Where(pair => pair.First.Specification != pair.Second.Specification).Select(pair => pair.First.Name));
        Assert.NotEqual(one.Find("web")!.Specification, With("1", "goodbye").Find("web")!.Specification);
        // A release's file is read again without an env file.
        Assert.Equal(one.Find("api")!.Specification, ComposeModel.Parse(one.Text.Reveal()).Find("api")!.Specification);
        Assert.Equal(["API_KEY", "GREETING"], one.Variables.AsEnumerable());
        Assert.Equal("API_KEY=\"1\"\nGREETING=\"hello\"\n", ComposeVariables.EnvTextOf(one.Text.Reveal()));

        static ComposeModel With(string key, string greeting) =>
            ComposeModel.Parse(text, new Dictionary<string, string> { ["API_KEY"] = key, ["GREETING"] = greeting, ["OTHER"] = "x" });
    }

    [Fact]
    public void A_model_without_such_variables_needs_no_file_beside_it() => Assert.Null(ComposeVariables.EnvTextOf(Model.Text.Reveal()));

    [Fact]
    public void Services_come_in_the_order_of_their_names() => Assert.Equal(["api", "db", "tool"], Model.Services.Select(service => service.Name));

    [Fact]
    public void Only_external_networks_have_to_exist_and_by_their_real_names() => Assert.Equal(["edge_net"], Model.ExternalNetworks.AsEnumerable());

    [Fact]
    public void Only_volumes_that_Compose_makes_are_the_projects_own() => Assert.Equal(["shop-dev_db-data"], Model.Volumes.AsEnumerable());

    [Fact]
    public void Networks_that_Compose_makes_have_their_real_names() => Assert.Equal(["shop-dev_default"], Model.Networks.AsEnumerable());

    [Fact]
    public void A_service_writes_to_the_folders_that_it_mounts_and_not_to_those_that_it_only_reads()
    {
        var model = ComposeModel.Parse("""{"services":{"a":{"volumes":[{"type":"bind","source":"/srv/b"},{"type":"bind","source":"/srv/c","read_only":true},{"type":"volume","source":"d"}]},"e":{}}}""");

        Assert.Equal(["/srv/b"], model.Find("a")!.Folders.AsEnumerable());
        Assert.Empty(model.Find("e")!.Folders);
        Assert.Equal(["/srv/b"], model.Folders.AsEnumerable());
    }

    [Fact]
    public void A_built_service_has_its_build_section_and_no_image()
    {
        var api = Model.Find("api")!;

        Assert.Null(api.Image);
        Assert.Equal(
            """{"additional_contexts":{"base":"docker-image://debian:12","shared":"/srv/shop/shared"},"args":{"LEVEL":"1"},"context":"/srv/shop/api","dockerfile":"Dockerfile"}""",
            api.Build!.Text.Reveal());
        Assert.True(api.Build.IsLocal);
        Assert.Equal([new BuildFolder("/srv/shop/api", "/srv/shop/api/Dockerfile"), new BuildFolder("/srv/shop/shared", null)], api.Build.Folders());
    }

    [Fact]
    public void A_pulled_service_has_an_image_and_no_build()
    {
        var db = Model.Find("db")!;

        Assert.Equal("postgres:15-bookworm", db.Image);
        Assert.Null(db.Build);
        Assert.Equal("shop-dev-db", db.ContainerName);
    }

    [Fact]
    public void A_disabled_health_check_is_none()
    {
        Assert.True(Model.Find("db")!.HasHealthCheck);
        Assert.False(Model.Find("api")!.HasHealthCheck);
        Assert.False(Model.Find("tool")!.HasHealthCheck);
    }

    [Fact]
    public void A_health_check_whose_test_is_NONE_is_none()
    {
        var model = ComposeModel.Parse("""{"services": {"a": {"healthcheck": {"test": ["NONE"]}}, "b": {"healthcheck": {"test": ["CMD-SHELL", "NONE"]}}}}""");

        Assert.False(model.Find("a")!.HasHealthCheck);
        Assert.True(model.Find("b")!.HasHealthCheck);
    }

    [Fact]
    public void A_port_without_a_fixed_host_port_is_not_published() => Assert.Equal(["8883", "9000", "9001"], Model.Find("api")!.PublishedPorts.AsEnumerable());

    [Fact]
    public void Volumes_have_their_real_names_and_neither_folders_nor_nameless_ones_count()
    {
        Assert.Equal(["shop-dev_db-data"], Model.Find("db")!.Volumes.AsEnumerable());
        Assert.Equal(["shared-uploads"], Model.Find("tool")!.Volumes.AsEnumerable());
    }

    [Fact]
    public void The_specification_is_the_service_without_image_and_build_and_with_what_it_uses_in_canonical_form() =>
        Assert.Equal(
            """{"command":null,"container_name":"shop-dev-api","depends_on":{"db":{"condition":"service_healthy","required":true}},"entrypoint":null,"environment":{"RELEASE":"slipway-release-id"},"healthcheck":{"disable":true},"networks":{"caddy_net":null,"default":null},"ports":[{"mode":"ingress","protocol":"tcp","published":"8883","target":8080},{"host_ip":"127.0.0.1","mode":"ingress","protocol":"tcp","published":"9000","target":9000},{"host_ip":"127.0.0.1","mode":"ingress","protocol":"tcp","published":"9001","target":9001},{"mode":"ingress","protocol":"tcp","target":7000}],"slipway-uses":{"configs":{},"networks":{"caddy_net":{"external":true,"ipam":{},"name":"edge_net"},"default":{"ipam":{},"name":"shop-dev_default"}},"secrets":{},"volumes":{}}}""",
            Model.Find("api")!.Specification.Reveal());

    [Fact]
    public void Printing_a_model_or_a_service_gives_no_secret_away()
    {
        Assert.Contains("fake-db-password", Model.Text.Reveal(), StringComparison.Ordinal);

        Assert.All(Model.Services.Select(service => service.ToString()).Append(Model.ToString()), text => Assert.DoesNotContain("fake-db-password", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_that_is_not_there_is_null() => Assert.Null(Model.Find("mail"));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("services: {}")]
    public void A_text_that_is_no_model_is_a_JSON_error(string text) => Assert.ThrowsAny<JsonException>(() => ComposeModel.Parse(text));

    [Theory]
    [InlineData("https://github.com/example/shop.git#main", false)]
    [InlineData("git@github.com:example/shop.git", false)]
    [InlineData("/srv/shop", true)]
    [InlineData("C:\\shop", true)]
    public void A_context_is_local_when_it_is_an_absolute_folder(string context, bool expected)
    {
        var build = new BuildSpec(context, "{}");

        Assert.Equal(expected, build.IsLocal);
        Assert.Equal(expected ? [context] : Array.Empty<string>(), build.Folders().Select(folder => folder.Path));
    }
}
