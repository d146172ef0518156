using Slipway.Engine.Ports;

namespace Slipway.Adapters.Files;

/// <summary>A folder of mode 0700 under the system's own for temporary files.</summary>
internal sealed class TemporaryFolder : ITemporaryFolder
{
    /// <inheritdoc />
    public string Path { get; } = Directory.CreateTempSubdirectory("slipway-").FullName;

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            // Disposing must not hide the error that led here; the folder is private and the system clears its place.
        }
    }
}
