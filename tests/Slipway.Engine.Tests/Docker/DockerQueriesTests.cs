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
}
