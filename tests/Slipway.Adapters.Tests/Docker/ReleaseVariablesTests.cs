using System.Text.Json.Nodes;
using Slipway.Adapters.Files;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Engine.Session;

namespace Slipway.Adapters.Tests.Docker;

public sealed class ReleaseVariablesTests : IDisposable
{
    private const string Hard = "it's \"a\" $b ${c} $$ \\ \\0101 \\n é\nsecond\r\nthird\\";

    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [DockerFact]
    public async Task Compose_finds_the_values_of_a_releases_variables_beside_its_file_whatever_they_are()
    {
        var model = ComposeModel.Parse(
            """{"services": {"a": {"image": "none", "secrets": [{"source": "k"}]}}, "secrets": {"k": {"environment": "API_KEY"}}}""",
            new Dictionary<string, string> { ["API_KEY"] = Hard });
        // What is not a reference of ours shows what Compose takes the variable for.
        var text = model.Text.Reveal().Replace("\"none\"", "\"none\",\"environment\":[\"API_KEY\"]", StringComparison.Ordinal);

        ComposeFile.Write(new FileStore(), place["releases/1/compose.json"], text);

        var command = Command.Of("docker", "compose", "--file", place["releases/1/compose.json"], "config", "--format", "json");
        var result = await new CommandRunner("test").RunAsync(command);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Equal(Hard.Replace("$", "$$", StringComparison.Ordinal), (string?)JsonNode.Parse(result.Output)!["services"]!["a"]!["environment"]!["API_KEY"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place["releases/1/.env"]));
    }
}
