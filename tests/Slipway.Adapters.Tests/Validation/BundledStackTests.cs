using Slipway.Core.Observed;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;
using Slipway.Engine.Validation;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>The stacks of this repository, with their templates where they have no env files, through the whole of the reading.</summary>
public sealed class BundledStackTests
{
    [DockerTheory]
    [InlineData("makapix", "", "compose", "caddy", "env-templates", "src/Showcase")]
    [InlineData("small", "tests/Slipway.EndToEnd.Tests/Stacks/small/", "compose", "caddy", "env-templates", "src")]
    public async Task A_stack_of_this_repository_breaks_no_rule(string stack, string from, params string[] folders)
    {
        using var place = new Place();
        // The edge is this repository's in each of them.
        Copy("caddy", place["caddy"]);
        foreach (var folder in folders) Copy(from + folder, place[folder]);
        var host = LocalHost.Create(new SilentReport(), new NobodyToAsk(), new StopRequest()) with { Source = new TrackedFiles([]) };
        var session = new StackSession(host, new StackLocation(place[$"compose/{stack}/stack.yaml"], $"compose/{stack}/stack.yaml", place["state"]));

        var facts = await new FactsRenderer(session).RenderAsync(new StackReader(session).ReadFiles(), CancellationToken.None);
        var verdict = RuleBook.Check(facts with { Host = Good, Now = new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero) });

        var told = string.Join('\n', verdict.Findings.Where(finding => finding.Severity != Severity.Info));
        Assert.True(told.Length == 0, told);
        Assert.Equal(2, verdict.Findings.Count(finding => finding.Rule == "environment/env-file"));
    }

    internal static HostFacts Good { get; } = new()
    {
        IsKnown = true,
        EngineVersion = "28.5.2",
        ComposeVersion = "2.40.3",
        BuildxVersion = "0.29.1",
        Cpus = 4,
        MemoryBytes = 8L << 30,
        AvailableMemoryBytes = 6L << 30,
        EngineSpace = new FileSystemSpace("/", 100L << 30),
        StateSpace = new FileSystemSpace("/", 100L << 30),
        ClockIsSynchronized = true,
    };

    internal static void Copy(string folder, string destination)
    {
        var source = Path.Combine(Repository.Folder, folder);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            // Env files and data of a deployed stack are not what is looked at.
            if (Path.GetFileName(file).StartsWith(".env", StringComparison.Ordinal) || relative.Split('/').Any(part => part is "data" or "bin" or "obj" or "state")) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(destination, relative))!);
            File.Copy(file, Path.Combine(destination, relative), overwrite: true);
        }
    }
}
