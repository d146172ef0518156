namespace Slipway.Build.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Slipway.slnx"))) return folder;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Slipway.slnx: run the tests from the repository's own output.");
    }
}
