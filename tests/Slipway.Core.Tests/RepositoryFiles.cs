namespace Slipway.Core.Tests;

/// <summary>Files of the repository that tests read: cases, and output of real programs.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = FindRoot();

    /// <summary>The absolute path of one that is relative to the repository.</summary>
    public static string Locate(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Locate(path));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Slipway.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Slipway.slnx above the test assembly.");
        return folder;
    }
}
