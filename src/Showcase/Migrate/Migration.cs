using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Showcase.Migrate;

/// <summary>
/// One SQL file of this image, <c>0001_create_schema.sql</c>: its number, its name and the checksum that shows an edit after it was
/// applied.
/// </summary>
internal sealed record Migration(string Version, string Name, string Sql, string Sha256)
{
    private const string Folder = "Migrations/";

    /// <summary>All migrations of this image, in the order of their numbers.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(Load)];

    private static Migration Load(string resource)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!, Encoding.UTF8);
        // A checkout with other line ends is still the same migration.
        string sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        string[] parts = Path.GetFileNameWithoutExtension(resource[Folder.Length..]).Split('_', 2);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        return new Migration(parts[0], parts[1], sql, sha256);
    }

    public override string ToString() => $"{Version}_{Name}";
}
