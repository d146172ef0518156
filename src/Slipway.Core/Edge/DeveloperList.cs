using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Secrets;

namespace Slipway.Core.Edge;

/// <summary>
/// The developers who pass an environment's basic auth beside the user of the definition, with the hashes of their passwords.
/// </summary>
public sealed partial class DeveloperList
{
    private readonly ImmutableSortedDictionary<string, Secret> hashes;

    private DeveloperList(ImmutableSortedDictionary<string, Secret> hashes) => this.hashes = hashes;

    /// <summary>Their names, in ordinal order.</summary>
    public ImmutableArray<string> Names => [.. hashes.Keys];

    /// <summary>The file's text: a line for each, of the name and the bcrypt hash, as Caddy takes it.</summary>
    public string Text => string.Concat(hashes.Select(developer => $"{developer.Key} {developer.Value.Reveal()}\n"));

    /// <summary>
    /// Reads the file. No file is an empty list, a line that is none of its own is passed over, and of two with one name the later one
    /// counts.
    /// </summary>
    public static DeveloperList Parse(string? text) => new((text ?? "").Split('\n')
        .Select(line => line.Trim().Split(' '))
        .Where(words => words is [var name, ['$', '2', ..]] && IsName(name))
        .GroupBy(words => words[0], words => words[1], StringComparer.Ordinal)
        .ToImmutableSortedDictionary(lines => lines.Key, lines => new Secret(lines.Last()), StringComparer.Ordinal));

    /// <summary>
    /// Whether a developer may have this name: letters, digits and <c>._@-</c>, beginning with a letter or digit, at most 64 of them.
    /// </summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>Whether there is a developer of this name.</summary>
    public bool Has(string name) => hashes.ContainsKey(name);

    /// <summary>The list with one more developer, or with another hash for one.</summary>
    public DeveloperList With(string name, Secret hash) => new(hashes.SetItem(name, hash));

    /// <summary>The list without a developer.</summary>
    public DeveloperList Without(string name) => new(hashes.Remove(name));

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
