namespace Slipway.Adapters.Tests;

/// <summary>The work tree that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its absolute path.</summary>
    public static string Folder { get; } = FindFolder();

    private static string FindFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Slipway.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
