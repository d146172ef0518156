using Slipway.Adapters.Hosts;

namespace Slipway.Adapters.Tests.Hosts;

public sealed class DockerClientTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("slipway-docker-").FullName;
    private readonly Dictionary<string, string> variables = [];

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void Without_settings_the_engine_is_this_hosts() => Assert.Equal("unix:///var/run/docker.sock", Endpoint);

    [Fact]
    public void The_variable_comes_first()
    {
        WriteContext("shop");
        variables["DOCKER_CONTEXT"] = "shop";
        variables["DOCKER_HOST"] = "tcp://10.0.0.5:2375";

        Assert.Equal("tcp://10.0.0.5:2375", Endpoint);
    }

    [Fact]
    public void Then_the_context_that_a_variable_or_the_configuration_names()
    {
        WriteContext("shop");
        Write("config.json", """{"currentContext": "shop"}""");
        Assert.Equal("ssh://deploy@shop.example", Endpoint);

        variables["DOCKER_CONTEXT"] = "default";
        Assert.Equal("unix:///var/run/docker.sock", Endpoint);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"currentContext": "gone"}""")]
    [InlineData("""{"currentContext": ["shop"]}""")]
    public void What_cannot_be_read_is_not_known(string config)
    {
        Write("config.json", config);

        Assert.Null(Endpoint);
    }

    private string? Endpoint => new DockerClient(name => variables.GetValueOrDefault(name), home).Endpoint();

    // As `docker context create shop --docker host=ssh://deploy@shop.example` wrote it; the folder is the name's SHA-256.
    private void WriteContext(string name)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
        Write($"contexts/meta/{hash}/meta.json", """{"Name":"shop","Metadata":{},"Endpoints":{"docker":{"Host":"ssh://deploy@shop.example","SkipTLSVerify":false}}}""");
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(home, ".docker", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
