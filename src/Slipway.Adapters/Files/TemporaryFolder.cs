using Slipway.Engine.Ports;

namespace Slipway.Adapters.Files;

/// <summary>A folder of mode 0700 under the system's own for temporary files.</summary>
/// <param name="kind">What its name begins with, after the name of Slipway.</param>
internal sealed class TemporaryFolder(string kind = "") : ITemporaryFolder
{
    /// <inheritdoc />
    public string Path { get; } = Directory.CreateTempSubdirectory(PrefixOf(kind)).FullName;

    /// <summary>Removes the folders of a kind that a killed process left behind.</summary>
    public static void RemoveLeft(string kind)
    {
        var place = new DirectoryInfo(System.IO.Path.GetTempPath());
        if (!place.Exists) return;
        foreach (var folder in place.EnumerateDirectories(PrefixOf(kind) + "*")) RemoveQuietly(folder.FullName);
    }

    /// <inheritdoc />
    public void Dispose() => RemoveQuietly(Path);

    private static string PrefixOf(string kind) => $"slipway-{kind}";

    private static void RemoveQuietly(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            // Disposing must not hide the error that led here; the folder is private and the system clears its place.
        }
    }
}
