namespace Slipway.Build.Tests;

/// <summary>
/// The folders of Core in their order: each uses only those above it, so that there is no cycle. Those of Engine: the ground in its order,
/// and capabilities, which use the ground and not each other.
/// </summary>
public sealed class FolderOrderTests
{
    private static readonly string[] Core =
    [
        // The ground: nothing of the domain.
        "Text", "Problems", "Json", "Secrets", "Commands",
        // What is wanted; the languages of what we drive.
        "Stack", "Environments", "Compose", "Edge", "Postgres",
        // What is there, what ran.
        "Observed", "Health", "Backups", "Releases",
        "Planning",
        "Validation", "Reports",
    ];

    private static readonly string[] EngineGround = ["Ports", "Docker", "Session", "Runs"];

    [Fact]
    public void A_folder_of_Core_uses_only_those_above_it()
    {
        Assert.Empty(Wrong(FolderOrder.Uses("Slipway.Core")));
    }

    [Fact]
    public void The_order_names_every_folder_of_Core_and_no_other()
    {
        Assert.Equal(Core.Order(StringComparer.Ordinal), FolderOrder.Folders("Slipway.Core").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_uses_are_found_in_signatures_bodies_and_usings()
    {
        // A rule that sees nothing is always green.
        var uses = FolderOrder.Uses("Slipway.Core").Select(use => use.ToString()).ToHashSet();

        Assert.Contains("Planning.DesiredState uses Stack.StackDefinition", uses);
        Assert.Contains("Postgres.PostgresCommands uses Compose.ComposePlatform", uses);
        Assert.Contains("Planning.Planner uses Problems.its namespace", uses);
    }

    [Fact]
    public void A_use_of_a_folder_below_is_found()
    {
        Assert.Equal("Stack.StackParser uses Validation.Place", Assert.Single(Wrong([new("Stack", "StackParser", "Validation", "Place"), new("Validation", "Rule", "Stack", "StackDefinition")])));
    }

    [Fact]
    public void A_capability_of_Engine_uses_the_ground_and_never_another_capability()
    {
        Assert.Empty(WrongInEngine(FolderOrder.Uses("Slipway.Engine")));
    }

    [Fact]
    public void What_the_test_of_Engine_names_is_there()
    {
        Assert.Empty(EngineGround.Except(FolderOrder.Folders("Slipway.Engine")));
    }

    [Fact]
    public void A_use_of_another_capability_is_found()
    {
        FolderOrder.Use[] uses =
        [
            new("Rollout", "RetireHandler", "Edge", "EdgeFolder"),
            new("Runs", "StepRunner", "Rollout", "RetireHandler"),
            new("Session", "Observer", "Runs", "Poll"),
            new("Rollout", "RetireHandler", "Runs", "Drain"),
            new("Runs", "Drain", "Docker", "DockerQueries"),
        ];

        Assert.Equal(uses.Take(3).Select(use => use.ToString()), WrongInEngine(uses));
    }

    // A folder that is not of the ground stands below all of it, and beside the others of its kind.
    private static IEnumerable<string> WrongInEngine(IEnumerable<FolderOrder.Use> uses) =>
        uses.Where(use => LevelInEngine(use.OtherFolder) >= LevelInEngine(use.Folder))
            .Select(use => use.ToString());

    private static int LevelInEngine(string folder) =>
        Array.IndexOf(EngineGround, folder) is var level and >= 0 ? level : EngineGround.Length;

    private static IEnumerable<string> Wrong(IEnumerable<FolderOrder.Use> uses) =>
        uses.Where(use => Array.IndexOf(Core, use.OtherFolder) > Array.IndexOf(Core, use.Folder)).Select(use => use.ToString());
}
