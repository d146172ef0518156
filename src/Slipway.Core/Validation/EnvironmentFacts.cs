using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>One environment as it would run, and the files that say so.</summary>
public sealed record EnvironmentFacts
{
    /// <summary>The environment, with every <c>${KEY}</c> filled in.</summary>
    public required EnvironmentDefinition Definition { get; init; }

    /// <summary>What Compose renders.</summary>
    public required ComposeModel Compose { get; init; }

    /// <summary>The services, as Compose renders them.</summary>
    public ImmutableArray<ComposeService> Services => Compose.Services;

    /// <summary>What services mount of the work tree and do not write to.</summary>
    public ImmutableArray<MountedSource> Mounted { get; init; } = [];

    /// <summary>The networks of the rendered model.</summary>
    public ImmutableArray<ComposeNetwork> Networks => Compose.AllNetworks;

    /// <summary>The Compose files.</summary>
    public required ComposeSources Sources { get; init; }

    /// <summary>The env file.</summary>
    public required EnvFileFacts Env { get; init; }

    /// <summary>Env files that services load themselves, by name.</summary>
    public ImmutableSortedDictionary<string, EnvFileFacts> LoadedEnvFiles { get; init; } =
        ImmutableSortedDictionary<string, EnvFileFacts>.Empty;

    /// <summary>The site files.</summary>
    public ImmutableArray<SiteFacts> Sites { get; init; } = [];

    /// <summary>The blocks of all site files. A placeholder that stands for nothing changes no block's line.</summary>
    public IEnumerable<SiteBlock> SiteBlocks =>
        from site in Sites
        from block in site.WrittenBlocks
        select new SiteBlock(block, site.Blocks.FirstOrDefault(filled => filled.Line == block.Line)?.Addresses ?? block.Addresses);

    /// <summary>The environment's name.</summary>
    public EnvironmentName Name => Definition.Name;

    /// <summary>The Compose project.</summary>
    public string Project => Definition.Compose.Project;

    /// <summary>Whether it is production.</summary>
    public bool IsProduction => Definition.IsProduction;

    /// <summary>What the memory limits of all its containers add up to, in bytes.</summary>
    public long MemoryLimits => Services.Sum(service => (service.MemoryLimit ?? 0) * service.Replicas);

    /// <summary>The service of this name, or null.</summary>
    public ComposeService? Find(string service) => Compose.Find(service);

    /// <summary>The place of a key of the Compose files, for example of <c>services</c>, <c>api</c>, <c>image</c>.</summary>
    public SourcePosition PlaceOf(params IEnumerable<string> path) => Sources.PlaceOf(path);

    /// <summary>The place where a service's published port was written: the env file's entry, where the port comes from there.</summary>
    public SourcePosition OriginOf(ComposeService service, ComposePort port) =>
        OriginOf(Sources.AtTarget(service.Name, "ports", $"{port.Target}", Env.File.Values));

    /// <summary>The place where a service's mount was written: the env file's entry, where its source comes from there.</summary>
    public SourcePosition OriginOf(ComposeService service, ComposeMount mount) => mount.Kind switch
    {
        MountKind.Secret => OriginOf("secrets", mount.Key, "file"),
        MountKind.Config => OriginOf("configs", mount.Key, "file"),
        _ => OriginOf(Sources.AtTarget(service.Name, "volumes", mount.Target, Env.File.Values)),
    };

    /// <summary>The place where the whole value of a key of the Compose files was written.</summary>
    public SourcePosition OriginOf(params ImmutableArray<string> path) =>
        Sources.Written(path) is { } written ? OriginOf((written.Text, written.Place)) : PlaceOf(path);

    /// <summary>
    /// The place where a part of a rendered value was written: the entry of the env file that it came from, through references of
    /// entries to each other, or the Compose file's own line.
    /// </summary>
    /// <param name="place">The place of the value in the Compose files.</param>
    /// <param name="written">The value as written there, references included; null where no file has it.</param>
    /// <param name="part">The part of the rendered value that is in question, for example a host name; the whole value where it is
    /// all.</param>
    public SourcePosition OriginOf(SourcePosition place, string? written, string part) =>
        written is null ? place : OriginIn(Env.File, written, part, depth: 0) ?? place;

    /// <summary>The place where a part of a service's environment variable was written.</summary>
    public SourcePosition OriginOf(ComposeService service, string variable, string part)
    {
        ImmutableArray<string> path = ["services", service.Name, "environment", variable];
        if (Sources.Written(path) is { } found) return OriginOf(found.Place, found.Text, part);
        // The last file that has the key wins.
        foreach (var (file, _) in Sources.EnvFilesOf(service.Name).Reverse())
        {
            if (
                LoadedEnvFiles.GetValueOrDefault(file)?.File is { } loaded
                && loaded.Entries.LastOrDefault(entry => entry.Name == variable) is { } entry
            )
                return new SourcePosition(loaded.FileName, entry.Line, entry.Name);
        }

        return PlaceOf(path);
    }

    // Compose makes relative paths absolute, so that what it rendered need not have what was written in it.
    private SourcePosition OriginOf((string? Text, SourcePosition Place) written) =>
        OriginOf(written.Place, written.Text, EnvExpansion.Expand(written.Text ?? "", Env.File.Values.GetValueOrDefault).Text);

    /// <summary>The place of a key of the env file; the file itself where it lacks the key.</summary>
    public SourcePosition PlaceOfKey(string key) =>
        new(Env.File.FileName, Env.File.Entries.LastOrDefault(entry => entry.Name == key)?.Line ?? 0, key);

    // Null where the text itself has the part. A part that is put together of several references is that of the longest one.
    private static SourcePosition? OriginIn(EnvFile file, string written, string part, int depth)
    {
        const int deepest = 16;
        var referred = new List<string>();
        var literal = EnvExpansion.Expand(written, key =>
        {
            referred.Add(key);
            return file.Values.ContainsKey(key) ? "\u0001" : null;
        }).Text;
        if (depth == deepest || literal.Contains(part, StringComparison.Ordinal)) return null;

        var entry = referred
            .Select(key => file.Entries.LastOrDefault(candidate => candidate.Name == key))
            .OfType<EnvEntry>()
            .Where(candidate =>
                candidate.Value.Length > 0
                && (candidate.Value.Contains(part, StringComparison.Ordinal) || part.Contains(candidate.Value, StringComparison.Ordinal))
            )
            .MaxBy(candidate => candidate.Value.Contains(part, StringComparison.Ordinal) ? int.MaxValue : candidate.Value.Length);
        if (entry is null) return null;
        return OriginIn(file, file.Text[entry.Written], part, depth + 1) ?? new SourcePosition(file.FileName, entry.Line, entry.Name);
    }
}

/// <summary>An environment's env file.</summary>
public sealed record EnvFileFacts
{
    /// <summary>The file. Where there is none yet, what its template would make of it.</summary>
    public required EnvFile File { get; init; }

    /// <summary>Whether there is no file yet.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The keys whose values are placeholders, as written.</summary>
    public ImmutableArray<EnvEntry> Placeholders => [.. EnvCheck.Placeholders(File)];

    /// <summary>The template's text, or null.</summary>
    public string? Template { get; init; }

    /// <summary>The template's name, as the definition has it.</summary>
    public string TemplateName { get; init; } = "";

    /// <summary>The file's permission bits; null where it is missing, or the host has none.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>Whether git tracks the file.</summary>
    public bool IsTracked { get; init; }
}

/// <summary>A site file of the edge.</summary>
/// <param name="Name">The file, as the definition names it.</param>
/// <param name="Written">Its text as it is written.</param>
/// <param name="Filled">Its text with the placeholders filled in, line for line the same.</param>
public sealed record SiteFacts(string Name, Secret Written, Secret Filled)
{
    /// <summary>Its site blocks, snippets written out, with the placeholders filled in.</summary>
    public ImmutableArray<CaddySite> Blocks { get; init; } = [];

    /// <summary>The same blocks with the placeholders as they are written.</summary>
    public ImmutableArray<CaddySite> WrittenBlocks { get; init; } = [];
}
