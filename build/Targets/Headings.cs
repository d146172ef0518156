using System.Collections.Immutable;

/// <summary>What Help lists targets under.</summary>
internal static class Headings
{
    public const string Everyday = "Everyday";
    public const string SettingUp = "Setting up";
    public const string Data = "Data";
    public const string Access = "Access";
    public const string Watching = "Watching and housekeeping";
    public const string Project = "Project";
    public const string Others = "Others";

    /// <summary>In the order in which Help shows them.</summary>
    public static ImmutableArray<string> All { get; } = [Everyday, SettingUp, Data, Access, Watching, Project, Others];
}
