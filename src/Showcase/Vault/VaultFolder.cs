using System.Text.RegularExpressions;

namespace Showcase.Vault;

/// <summary>The folder whose files the vault site serves. A file appears in it whole or not at all.</summary>
internal sealed partial class VaultFolder(string path)
{
    // Begins with a dot, which no valid name does.
    private const string UploadPrefix = ".upload-";

    /// <summary>
    /// Lower-case letters, digits, dot, dash and underscore, beginning with a letter or digit: the same on every file system, and never a
    /// path.
    /// </summary>
    public static bool IsValidName(string name) => NamePattern().IsMatch(name);

    /// <summary>Streams the content into a temporary file beside its place, then renames it over an earlier file of that name.</summary>
    public async Task WriteAsync(string name, Stream content, CancellationToken cancellation)
    {
        string temporary = Path.Combine(path, $"{UploadPrefix}{Guid.NewGuid():N}");
        try
        {
            await using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await content.CopyToAsync(file, cancellation);
                await file.FlushAsync(cancellation);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(temporary, Path.Combine(path, name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what uploads left behind whose server was killed more than an hour ago.</summary>
    public void RemoveAbandonedUploads(ILogger log)
    {
        try
        {
            foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles(UploadPrefix + "*"))
            {
                if (file.LastWriteTimeUtc > TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1))
                    continue;
                file.Delete();
                log.LogInformation("Removed the abandoned upload {File}.", file.Name);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The vault cannot be tidied: {Problem}", error.Message);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex NamePattern();
}
