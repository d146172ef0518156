namespace Slipway.Build.Tests;

/// <summary>The folders of Core in their order: each uses only those above it, so that there is no cycle.</summary>
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
        Assert.Contains("Postgres.PostgresCommands uses Compose.DockerCommands", uses);
        Assert.Contains("Planning.Planner uses Problems.its namespace", uses);
    }

    [Fact]
    public void A_use_of_a_folder_below_is_found()
    {
        Assert.Equal("Stack.StackParser uses Validation.Place", Assert.Single(Wrong([new("Stack", "StackParser", "Validation", "Place"), new("Validation", "Rule", "Stack", "StackDefinition")])));
    }

    private static IEnumerable<string> Wrong(IEnumerable<FolderOrder.Use> uses) =>
        uses.Where(use => Array.IndexOf(Core, use.OtherFolder) > Array.IndexOf(Core, use.Folder)).Select(use => use.ToString());
}
