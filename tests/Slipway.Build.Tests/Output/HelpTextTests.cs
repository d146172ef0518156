using System.Collections.Immutable;
using Output;
using Targets;

namespace Slipway.Build.Tests.Output;

public sealed class HelpTextTests
{
    private static readonly TargetOption Yes = new("--yes", "answer every question with yes");

    private static readonly ImmutableArray<Target> All =
    [
        new("Default", "The default."),
        new("DeployDev", "Brings development to what the work tree says, and rolls back when a step fails.") { Heading = "Everyday", Rank = 1, Options = [Yes] },
        new("Novelty", "Stands under no heading."),
        new("Plan", "Shows what would be done.") { Heading = "Everyday", Rank = 2, Options = [new("--for=<Target>", "the target to plan"), Yes] },
        new("Help", "Lists the targets.") { Heading = "Project", Rank = 1, Options = [new("--for=<Target>", "show this target")] },
    ];

    [Fact]
    public void Help_shows_the_line_to_type_for_each_target_under_its_heading_and_each_option_with_its_targets()
    {
        Assert.Equal(
            [
                "./build.sh [--setup] --target=<Target> [options]",
                "",
                "Everyday",
                "  ./build.sh --target=DeployDev  Brings development to what the work tree says, and rolls back when a step fails.",
                "  ./build.sh --target=Plan       Shows what would be done.",
                "",
                "Project",
                "  ./build.sh --target=Help       Lists the targets.",
                "",
                "Others",
                "  ./build.sh --target=Novelty    Stands under no heading.",
                "",
                "Options (of one target: ./build.sh --target=Help --for=<Target>)",
                "  --setup                        first install what this machine lacks: Docker Engine, Compose, Buildx, the .NET SDK, base images",
                "  --yes                          with DeployDev, Plan: answer every question with yes",
                "  --for=<Target>                 with Plan: the target to plan",
                "  --for=<Target>                 with Help: show this target",
            ],
            HelpText.Lines(All, "./build.sh", int.MaxValue).Take(17));
    }

    [Fact]
    public void An_option_that_many_targets_take_names_none_of_them()
    {
        ImmutableArray<Target> targets = [.. Enumerable.Range(1, 8).Select(number => new Target($"T{number}", "") { Options = [Yes] })];

        Assert.Equal([("--yes", "answer every question with yes")], HelpText.Options(targets));
    }

    [Theory]
    [InlineData(79)]
    [InlineData(60)]
    [InlineData(40)]
    public void Help_keeps_to_the_width_of_the_terminal(int width)
    {
        var lines = HelpText.Lines(All, "./build.sh", width).ToArray();

        Assert.All(lines.Skip(1).Where(line => !line.StartsWith("Options (", StringComparison.Ordinal)), line => Assert.True(line.Length <= width, $"{line.Length} columns: {line}"));
        Assert.Equal(
            "Brings development to what the work tree says, and rolls back when a step fails.",
            string.Join(' ', lines.SkipWhile(line => !line.Contains("DeployDev", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("=Plan", StringComparison.Ordinal)))
                .Replace("./build.sh --target=DeployDev", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate((left, right) => $"{left} {right}"));
    }
}
