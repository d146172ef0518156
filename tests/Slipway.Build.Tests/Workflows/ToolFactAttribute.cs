namespace Slipway.Build.Tests.Workflows;

/// <summary>
/// A test that runs programs which are no part of the project. Where one is missing it is skipped with the reason; on a build server
/// (<c>CI</c> is set) it runs and fails, since a test that is always skipped proves nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    /// <summary>Whether a test may be skipped here: not on a build server.</summary>
    internal static bool MayBeSkipped => Environment.GetEnvironmentVariable("CI") is null or "" or "false";

    /// <summary>The programs.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>Looks for the programs on the PATH.</summary>
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        var missing = tools.Where(tool => Tool.Find(tool) is null).ToArray();
        if (missing.Length > 0 && MayBeSkipped) Skip = $"There is no {string.Join(", no ", missing)} on the PATH.";
    }
}
