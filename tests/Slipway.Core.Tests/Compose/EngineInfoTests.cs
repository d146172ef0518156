using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

public sealed class EngineInfoTests
{
    // As Docker 28.5 printed it.
    private const string Plugins =
        """[{"SchemaVersion":"0.1.0","Vendor":"Docker Inc.","Version":"0.29.1+ds1","ShortDescription":"Docker Buildx","Name":"buildx","Path":"/usr/libexec/docker/cli-plugins/docker-buildx"},{"SchemaVersion":"0.1.0","Vendor":"Docker Inc.","Version":"2.40.3-3","ShortDescription":"Docker Compose","Name":"compose","Path":"/usr/libexec/docker/cli-plugins/docker-compose"}]""";

    [Fact]
    public void An_engine_says_its_version_its_machine_and_the_plugins_of_its_client() => Assert.Equal(
        new EngineInfo { Version = "28.5.2+dfsg4", Cpus = 2, MemoryBytes = 25_276_510_208, RootFolder = "/var/lib/docker", ComposeVersion = "2.40.3-3", BuildxVersion = "0.29.1+ds1" },
        EngineInfo.Parse($$"""{"engine":"28.5.2+dfsg4","cpus":2,"memory":25276510208,"root":"/var/lib/docker","plugins":{{Plugins}}}""" + "\n"));

    [Fact]
    public void A_client_without_an_engine_says_its_plugins() => Assert.Equal(
        new EngineInfo { ComposeVersion = "2.40.3-3", BuildxVersion = "0.29.1+ds1" },
        EngineInfo.Parse($$"""{"engine":"","cpus":0,"memory":0,"root":"","plugins":{{Plugins}}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("docker: unknown")]
    [InlineData("""{"engine":28,"cpus":"two","plugins":null}""")]
    [InlineData("""{"engine":"","plugins":["compose"]}""")]
    public void A_text_of_another_form_says_nothing(string text) => Assert.Equal(new EngineInfo(), EngineInfo.Parse(text));
}
