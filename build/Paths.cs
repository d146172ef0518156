/// <summary>Where things lie in the repository.</summary>
internal static class Paths
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The repository's root: the folder above the built assembly that holds the solution.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>The state folder; <c>SLIPWAY_STATE</c> moves it.</summary>
    public static string State => Path.GetFullPath(EnvironmentVariables.State ?? Path.Combine(Root, ".slipway"));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Slipway.slnx"))) return folder;
        }

        return Directory.GetCurrentDirectory();
    }
}
