using System.Collections.Immutable;
using Slipway.Core.Environments;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>
/// The Compose files of a project as they were written. Compose merges and renders them, but its output no longer knows where
/// anything came from: this does.
/// </summary>
public sealed class ComposeSources
{
    private readonly ImmutableArray<SourceFile> files;
    private readonly Dictionary<(SourceFile File, string Service), (SourceFile File, string Service)> bases;
    private readonly Func<string, string, string> resolve;

    internal ComposeSources(
        ImmutableArray<SourceFile> files,
        Dictionary<(SourceFile File, string Service), (SourceFile File, string Service)> bases,
        Func<string, string, string> resolve
    )
    {
        this.files = files;
        this.bases = bases;
        this.resolve = resolve;
    }

    /// <summary>The names of the files, in merge order; included ones stand before those that include them.</summary>
    public ImmutableArray<string> Files => [.. files.Select(file => file.Name)];

    /// <summary>Reads the files, those that they include, and those that services of theirs extend.</summary>
    /// <param name="names">The files in merge order, relative to the definition's folder.</param>
    /// <param name="read">A file's text by its name; null where there is none, or where what is wrong with it is a problem at the place
    /// now.</param>
    /// <param name="values">The env file's values: paths may refer to them.</param>
    /// <param name="known">Files that were read before, for another environment of the definition; null for none. Those that are read now
    /// are added. Their problems were told then.</param>
    /// <returns>The files, and what is wrong with them: what Compose would not accept, or would take long over.</returns>
    public static (ComposeSources Sources, ImmutableArray<Problem> Problems) Read(
        ImmutableArray<string> names,
        Func<string, SourcePosition, List<Problem>, string?> read,
        IReadOnlyDictionary<string, string> values,
        Dictionary<string, SourceFile?>? known = null
    )
    {
        var problems = new List<Problem>();
        known ??= new Dictionary<string, SourceFile?>(StringComparer.Ordinal);
        var sources = new ComposeSourcesReader(read, values, known, problems).Read(names);
        return (sources, [.. problems]);
    }

    /// <summary>
    /// The place that has the last word on a key, for example of <c>services</c>, <c>api</c>, <c>image</c>: where the path goes deepest,
    /// and of several such files the last.
    /// </summary>
    public SourcePosition PlaceOf(params IEnumerable<string> path) => Deepest(path).Place;

    /// <summary>
    /// The item of a service's list that mounts or publishes something at this target, a folder or port of the container: its place, and
    /// its text where it is one. The list's own place where no item does.
    /// </summary>
    public (string? Text, SourcePosition Place) AtTarget(
        string service, string section, string target, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (file, prefix) in Contributions(service))
        {
            if (file.Find([.. prefix, section]) is not YamlValue.List list) continue;
            for (var index = 0; index < list.Items.Length; index++)
            {
                var item = list.Items[index];
                if (!IsAt(item, target, values))
                    continue;
                var text = (item as YamlValue.Scalar)?.Text
                    ?? (item as YamlValue.Map)?.Text("source")
                    ?? (item as YamlValue.Map)?.Text("published");
                return (text, new SourcePosition(file.Name, item.Line, SourceFile.Text([.. Above(service), section, $"[{index}]"])));
            }
        }

        return (null, PlaceOf([.. Above(service), section]));
    }

    /// <summary>The text of a key as it was written, references included, and its place; null where no file has it as a text.</summary>
    public (string Text, SourcePosition Place)? Written(params IEnumerable<string> path)
    {
        var keys = path.ToImmutableArray();
        foreach (var (file, where) in Contributions(keys))
        {
            // An entry of a list NAME=VALUE is a text with its name before it.
            if (file.Find(where) is YamlValue.Scalar scalar)
                return (scalar.Text, new SourcePosition(file.Name, scalar.Line, SourceFile.Text(keys)));
        }

        return null;
    }

    /// <summary>
    /// All texts of the files, with their places: for what must not stand in them anywhere. A text that aliases refer to comes once.
    /// </summary>
    public IEnumerable<(string Text, SourcePosition Place)> Texts() =>
        files.Concat(bases.Values.Select(basis => basis.File)).Distinct().SelectMany(file => file.Texts());

    /// <summary>
    /// The values of a list or a single text, in every file that has it, for example of <c>services</c>, <c>api</c>, <c>env_file</c>.
    /// </summary>
    public IEnumerable<(string Text, SourcePosition Place)> Items(params IEnumerable<string> path)
    {
        var keys = path.ToImmutableArray();
        foreach (var (file, where) in Contributions(keys).Reverse())
        {
            var found = file.Find(where);
            foreach (var item in found is YamlValue.List list ? list.Items.AsEnumerable() : found is null ? [] : [found])
            {
                if ((item as YamlValue.Scalar ?? (item as YamlValue.Map)?.Find("path") as YamlValue.Scalar) is { } text)
                    yield return (text.Text, new SourcePosition(file.Name, text.Line, SourceFile.Text(keys)));
            }
        }
    }

    /// <summary>The names of all services, those of profiles that are not active included.</summary>
    public IEnumerable<string> Services => files
        .SelectMany(file => file.Find(["services"]) is YamlValue.Map services ? services.Entries.Select(entry => entry.Key) : [])
        .Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Everything that the files set in a mapping or a list of <c>NAME=VALUE</c>, for example of <c>services</c>, <c>api</c>,
    /// <c>environment</c>: in every file that has it, also where a later one has the last word.
    /// </summary>
    public IEnumerable<(string Key, string Text, SourcePosition Place)> Settings(params IEnumerable<string> path)
    {
        var keys = path.ToImmutableArray();
        return Contributions(keys)
            .SelectMany(found =>
                SourceFile
                    .Settings(found.File.Find(found.Path))
                    .Select(setting =>
                        (
                            setting.Key,
                            setting.Text,
                            new SourcePosition(found.File.Name, setting.Line, SourceFile.Text(keys.Add(setting.Key)))
                        )
                    )
            );
    }

    /// <summary>The env files that services load themselves, relative to the definition's folder, and where it is said.</summary>
    public IEnumerable<(string File, SourcePosition Place)> EnvFiles => Services.SelectMany(EnvFilesOf);

    /// <summary>
    /// The env files that a service loads itself, the one with the last word last: relative to the definition's folder, and where it is
    /// said.
    /// </summary>
    public IEnumerable<(string File, SourcePosition Place)> EnvFilesOf(string service) =>
        Items("services", service, "env_file").Select(item => (resolve(item.Place.File, item.Text), item.Place));

    private static ImmutableArray<string> Above(string service) => ["services", service];

    private (int Depth, SourcePosition Place) Deepest(IEnumerable<string> path)
    {
        var keys = path.ToImmutableArray();
        var best = (Depth: 0, Place: new SourcePosition(files.Length > 0 ? files[^1].Name : "", 0, SourceFile.Text(keys)));
        foreach (var (file, where) in Contributions(keys))
        {
            var (depth, line) = file.Deepest(where);
            if (depth > best.Depth) best = (depth, new SourcePosition(file.Name, line, SourceFile.Text(keys)));
        }

        return best;
    }

    /// <summary>Where a path may stand, the file with the last word first: a service may take it from one that it extends.</summary>
    private IEnumerable<(SourceFile File, ImmutableArray<string> Path)> Contributions(ImmutableArray<string> path)
    {
        if (path is not ["services", var service, ..]) return files.Reverse().Select(file => (file, path));
        return Contributions(service).Select(found => (found.File, found.Prefix.AddRange(path.Skip(2))));
    }

    private IEnumerable<(SourceFile File, ImmutableArray<string> Prefix)> Contributions(string service)
    {
        foreach (var file in files.Reverse())
        {
            var at = (file, service);
            yield return (file, Above(service));
            // Without cycles: those were problems.
            while (bases.TryGetValue(at, out var basis))
            {
                at = basis;
                yield return (basis.File, Above(basis.Service));
            }
        }
    }

    private static bool IsAt(YamlValue item, string target, IReadOnlyDictionary<string, string> values) => item switch
    {
        YamlValue.Map map => map.Text("target") is { } text && Fill(text, values) == target,
        YamlValue.Scalar scalar => Fill(scalar.Text, values).Split(':').Any(part => part == target || part.Split('/')[0] == target),
        _ => false,
    };

    internal static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        EnvExpansion.Expand(text, values.GetValueOrDefault).Text;
}
