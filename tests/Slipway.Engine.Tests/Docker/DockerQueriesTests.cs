using System.Text.Json.Nodes;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Docker;

public class DockerQueriesTests
{
    private readonly FakeHost fake = new();

    private DockerQueries Docker => new(fake.Host.Commands);

    [Fact]
    public async Task An_image_is_known_by_every_name_it_was_asked_for_with_its_size()
    {
        fake.Commands.On("docker image inspect", """[{"Id":"sha256:1f","RepoTags":["redis:7"],"RepoDigests":[],"Size":87600000}]""", "no such image: gone:1", 1);

        var images = await Docker.ImagesAsync(["docker.io/library/redis:7", "sha256:1f", "gone:1"], CancellationToken.None);

        Assert.Equal(["docker.io/library/redis:7 sha256:1f 87600000", "sha256:1f sha256:1f 87600000"], images.Select(image => $"{image.Key} {image.Value.Id} {image.Value.Bytes}"));
    }

    [Theory]
    [InlineData("8210000\n", 0, 8_210_000L)]
    [InlineData("", 1, null)] // it does not run
    [InlineData("psql: what?\n", 0, null)]
    public async Task A_database_that_does_not_answer_has_no_size(string output, int exitCode, long? expected)
    {
        fake.Commands.On("psql", output, "", exitCode);

        Assert.Equal(expected, await Docker.DatabaseBytesAsync("shop-dev-db", "owner", "shop", CancellationToken.None));
    }

    // In the order of their names, as they are read: a one-off, another service, one that is not healthy yet, one that is.
    [Theory]
    [InlineData("a caddy running healthy once; b exporter running healthy; c caddy running starting; d caddy running healthy", "d")]
    [InlineData("a caddy exited -; b caddy running starting", "b")]
    [InlineData("a caddy exited -", "a")]
    [InlineData("a caddy running healthy once; b exporter running healthy", null)]
    public async Task The_edge_runs_in_a_container_of_its_service_a_healthy_one_first(string containers, string? expected)
    {
        fake.Commands.On("docker ps", "id\n");
        fake.Commands.On("docker container inspect", new JsonArray([.. containers.Split("; ").Select(text => Container(text.Split(' ')))]).ToJsonString());
        var edge = new EdgeDefinition
        {
            Compose = new ComposeProject { Project = "edge", Files = [] },
            Service = "caddy",
            Network = "net",
            HttpPort = "80",
            HttpsPort = "443",
        };

        Assert.Equal(expected, (await Docker.EdgeContainerAsync(edge, CancellationToken.None))?.Name);
    }

    private static JsonObject Container(string[] words) => new()
    {
        ["Name"] = $"/{words[0]}",
        ["State"] = new JsonObject { ["Status"] = words[2], ["Health"] = words[3] == "-" ? null : new JsonObject { ["Status"] = words[3] } },
        ["Config"] = new JsonObject
        {
            ["Labels"] = new JsonObject
            {
                ["com.docker.compose.service"] = words[1],
                ["com.docker.compose.oneoff"] = words is [.., "once"] ? "True" : "False",
            },
        },
    };
}
