using System.Collections.Immutable;
using Output;

namespace Slipway.Build.Tests.Output;

public sealed class HelpTextTests
{
    private static readonly ImmutableArray<Target> Targets =
    [
        new("Default", "The default."),
        new("DeployDev", "Brings development to what the work tree says, and rolls back when a step fails."),
        new("Novelty", "Stands in no group."),
        new("Plan", "Shows what would be done."),
    ];

    private static readonly ImmutableArray<(string Name, string Form, string Meaning)> OneOption = [("yes", "--yes", "answer every question with yes")];

    [Fact]
    public void Help_shows_the_line_to_type_for_each_target_under_its_heading()
    {
        Assert.Equal(
            [
                "./build.sh [--setup] --target=<Target> [options]",
                "",
                "Everyday",
                "  ./build.sh --target=DeployDev  Brings development to what the work tree says, and rolls back when a step fails.",
                "  ./build.sh --target=Plan       Shows what would be done.",
                "",
                "Others",
                "  ./build.sh --target=Novelty    Stands in no group.",
            ],
            HelpText.Lines(Targets, OneOption, "./build.sh", int.MaxValue).Take(8));
    }

    [Theory]
    [InlineData(79)]
    [InlineData(60)]
    [InlineData(40)]
    public void Help_keeps_to_the_width_of_the_terminal(int width)
    {
        var lines = HelpText.Lines(Targets, OneOption, "./build.sh", width).ToArray();

        Assert.All(lines.Skip(1), line => Assert.True(line.Length <= width, $"{line.Length} columns: {line}"));
        Assert.Equal(
            "Brings development to what the work tree says, and rolls back when a step fails.",
            string.Join(' ', lines.SkipWhile(line => !line.Contains("DeployDev", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("=Plan", StringComparison.Ordinal)))
                .Replace("./build.sh --target=DeployDev", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate((left, right) => $"{left} {right}"));
    }
}
