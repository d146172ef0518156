using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Build.Tests.Workflows;
using Slipway.Core.Edge;
using Slipway.Core.Stack;
using Targets;

namespace Slipway.Build.Tests.Documentation;

public sealed class DocumentationTests
{
    // What git ignores is there on a host only.
    private static readonly string[] OnHostsOnly = [".slipway", ".env.", "/data", "/bin", "/obj"];

    public static TheoryData<string> Documents => ["README.md", "CONTRIBUTING.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_call_names_a_target_and_options_that_exist(string file)
    {
        var document = MarkdownText.Read(file);
        var calls = document.Blocks.Select(block => block.Content).Concat(document.Codes).SelectMany(Call.In).Where(call => !call.Text.Contains('<', StringComparison.Ordinal)).ToArray();

        Assert.True(calls.Length >= 3, $"{file} has {calls.Length} calls.");
        Assert.Empty(calls.SelectMany(call => call.Problems));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_block_says_what_it_is(string file) =>
        Assert.All(MarkdownText.Read(file).Blocks, block => Assert.Equal(Call.In(block.Content).Any() ? "sh" : block.Language is "sh" or "text" or "csharp" or "yaml" ? block.Language : "a language", block.Language));

    [Fact]
    public void What_the_readme_shows_of_a_definition_is_one()
    {
        const string rest = "stack: shop\nedge: {project: edge, compose: [edge.yml], service: caddy, network: net, httpPort: 80, httpsPort: 443}\nenvironments: {dev: {project: shop-dev, compose: [shop.yml], url: http://shop.test}}\n";
        var parts = MarkdownText.Read("README.md").Blocks.Where(block => block.Language == "yaml").ToArray();

        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.Empty(StackParser.Parse(rest + part.Content, "README.md").Problems));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_is_there(string file)
    {
        var document = MarkdownText.Read(file);
        var roots = Directory.EnumerateFileSystemEntries(Paths.Root).Select(path => Path.GetFileName(path)!).ToHashSet(StringComparer.Ordinal);
        var paths = document.Codes.Where(code => !code.Contains(' ', StringComparison.Ordinal) && roots.Contains(code.Split('/')[0]) && !OnHostsOnly.Any(part => code.Contains(part, StringComparison.Ordinal)))
            .Concat(document.Links).ToArray();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(IsThere(path), $"There is no {path}."));
    }

    [ToolFact("bash")]
    public async Task The_readmes_way_to_send_the_edge_to_a_release_by_hand_takes_the_names_of_its_file()
    {
        var block = MarkdownText.Read("README.md").Blocks.Single(block => block.Content.Contains("/upstreams/", StringComparison.Ordinal));
        var place = Directory.CreateTempSubdirectory("slipway-readme-").FullName;
        try
        {
            var release = Directory.CreateDirectory(Path.Combine(place, ".slipway/makapix/prod/releases/2026-11-20.2")).FullName;
            var upstreams = Directory.CreateDirectory(Path.Combine(place, ".slipway/edge/upstreams")).FullName;
            await File.WriteAllTextAsync(Path.Combine(upstreams, "makapix-prod-vault"), "vault.2026-11-01.1.makapix-prod");
            var services = new JsonObject
            {
                ["api"] = Joined("2026-11-20.2", "api"),
                ["web"] = Joined("2026-11-19.1", "web"), // kept from the release before
                ["worker"] = new JsonObject { ["environment"] = new JsonObject { ["WEB"] = "http://web.2026-11-20.2.makapix-prod" } },
            };
            await File.WriteAllTextAsync(
                Path.Combine(release, "compose.json"),
                new JsonObject { ["services"] = services }.ToJsonString(new JsonSerializerOptions { WriteIndented = true })
            );

            var (_, output) = await Tool.RunAsync("bash", place, "-c", $"release=2026-11-20.2\n{block.Content}");

            Assert.Equal("", output);
            Assert.Equal(
                [
                    "makapix-prod-api: api.2026-11-20.2.makapix-prod", "makapix-prod-vault: vault.2026-11-01.1.makapix-prod",
                    "makapix-prod-web: web.2026-11-19.1.makapix-prod",
                ],
                Directory.GetFiles(upstreams).Order(StringComparer.Ordinal)
                    .Select(file => $"{Path.GetFileName(file)}: {File.ReadAllText(file)}")
            );
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }

        static JsonObject Joined(string release, string service)
        {
            var alias = Upstream.AliasOf("makapix-prod", service, ReleaseId.Parse(release));
            return new JsonObject
            {
                ["networks"] = new JsonObject { ["caddy_net"] = new JsonObject { ["aliases"] = new JsonArray(service, alias) } },
            };
        }
    }

    [Fact]
    public void The_readme_lists_every_target() =>
        Assert.Equal(
            TargetList.All.Select(target => target.Name).Where(name => name != nameof(Default)).Order(StringComparer.Ordinal),
            MarkdownText.Read("README.md").FirstColumn("Targets").Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_lists_every_option_of_several_targets() =>
        Assert.Equal(
            Options.Shared.Select(option => option.Form).Append(Options.EnvironmentForm).Append("--setup").Order(StringComparer.Ordinal),
            MarkdownText.Read("README.md").FirstColumn("Options").Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_lists_the_options_that_a_target_has_of_its_own()
    {
        var rows = MarkdownText.Read("README.md").Rows("Targets").ToArray();

        Assert.All(rows, row => Assert.Equal(
            TargetList.All.Where(target => row[0].Contains(target.Name)).SelectMany(target => target.Options).Except(Options.Shared)
                .Select(option => option.Form).Except([Options.EnvironmentForm]).Order(StringComparer.Ordinal),
            row[^1].Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("./build.sh --target=Deploy", "there is no target Deploy.")]
    [InlineData("./build.sh --setup --target=Plan --for=DeployTest --json=plan.json", "there is no target DeployTest.")]
    [InlineData("x=1 && ./build.sh --target=Logs --enviroment=dev # look", "there is no option --enviroment.")]
    [InlineData("./build.sh --target=Down --environment=test", "there is no environment test")]
    [InlineData("./build.sh --target=DeployDev --environment=prod", "DeployDev does not take --environment=prod.")]
    [InlineData("./build.sh --target=Status --tail=5", "Status does not take --tail.")]
    [InlineData("./build.sh --target=Logs --follow=yes", "--follow is written --follow")]
    [InlineData("./build.sh \\\n  DeployDev", "DeployDev is not an option.")]
    public void A_call_that_the_script_would_refuse_is_found(string script, string problem) =>
        Assert.Equal(problem, Assert.Single(Call.In(script).SelectMany(call => call.Problems)).Split(": ").Last());

    private static bool IsThere(string path)
    {
        // A placeholder or a wildcard stands for names below a folder that is there.
        var plain = Path.Combine(Paths.Root, path[..Math.Max(0, Cut(path))]);
        return File.Exists(plain) || Directory.Exists(plain);
    }

    private static int Cut(string path) => path.IndexOfAny(['<', '*', '{']) is var open and >= 0 ? path.LastIndexOf('/', open) : path.Length;
}
