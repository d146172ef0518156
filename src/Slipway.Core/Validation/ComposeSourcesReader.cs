using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>Follows what Compose files include, and what services of theirs extend.</summary>
internal sealed class ComposeSourcesReader(
    Func<string, SourcePosition, List<Problem>, string?> read,
    IReadOnlyDictionary<string, string> values,
    Dictionary<string, SourceFile?> known,
    List<Problem> problems
)
{
    // Files that include and extend each other: more than any stack has.
    private const int MostFiles = 100;

    // Services that extend each other, one the next.
    private const int LongestChain = 32;

    private readonly Dictionary<(SourceFile File, string Service), (SourceFile File, string Service)> bases = [];
    private readonly List<SourceFile> merged = [];
    private ImmutableArray<string> listed = [];

    public ComposeSources Read(ImmutableArray<string> names)
    {
        listed = names;
        foreach (var name in names) Merge(name, new SourcePosition(name, 0, ""), []);
        return new ComposeSources([.. merged], bases, Beside);
    }

    private void Merge(string name, SourcePosition from, ImmutableArray<string> above)
    {
        if (above.Contains(name))
        {
            var circle = string.Join(" -> ", above.SkipWhile(file => file != name).Append(name));
            Add(from, $"the files include each other in a circle: {circle}", "an include that does not lead back");
            return;
        }

        // One that is included twice was followed the first time.
        if (Open(name, from) is not { } file || merged.Contains(file)) return;
        foreach (var (path, place) in Included(file)) Merge(Beside(name, path), place, above.Add(name));
        merged.Add(file);
        if (file.Find(["services"]) is not YamlValue.Map services) return;
        foreach (var service in services.Entries) FollowExtends(file, service.Key);
    }

    private static IEnumerable<(string Path, SourcePosition Place)> Included(SourceFile file)
    {
        if (file.Find(["include"]) is not YamlValue.List list) yield break;
        foreach (var (item, index) in list.Items.Select((item, index) => (item, index)))
        {
            var paths = item is YamlValue.Map map ? map.Find("path") : item;
            foreach (
                var path in (
                    paths is YamlValue.List several ? several.Items
                    : paths is null ? []
                    : [paths]
                ).OfType<YamlValue.Scalar>()
            )
                yield return (path.Text, new SourcePosition(file.Name, path.Line, $"include[{index}]"));
        }
    }

    private void FollowExtends(SourceFile file, string service)
    {
        var chain = new List<(SourceFile File, string Service)>();
        for (var at = (File: file, Service: service); !bases.ContainsKey(at);)
        {
            if (at.File.Find(["services", at.Service, "extends"]) is not { } extends) return;
            chain.Add(at);
            if (Basis(at, extends) is not var (basis, place)) return;
            if (chain.Contains(basis))
            {
                var circle = chain.SkipWhile(link => link != basis).Append(basis).Select(link => $"{link.Service} of {link.File.Name}");
                Add(
                    place,
                    $"the services extend each other in a circle: {string.Join(" -> ", circle)}",
                    "an extends that does not lead back"
                );
                return;
            }

            // A walk that began elsewhere in the same circle has told of it.
            if (Below(basis, at) is not { } below) return;
            if (chain.Count + below > LongestChain)
            {
                Add(place, $"more than {LongestChain} services extend each other, one the next", "fewer of them");
                return;
            }

            bases[at] = basis;
            at = basis;
        }
    }

    // How many services a service extends, one the next; null where that leads to the other one.
    private int? Below((SourceFile File, string Service) link, (SourceFile File, string Service) other)
    {
        var count = 0;
        while (bases.TryGetValue(link, out link))
        {
            if (link == other) return null;
            count++;
        }

        return count;
    }

    /// <summary>What a service extends; null where it extends nothing that can be read.</summary>
    private ((SourceFile File, string Service) Basis, SourcePosition Place)? Basis((SourceFile File, string Service) at, YamlValue extends)
    {
        var place = new SourcePosition(at.File.Name, extends.Line, $"services/{YamlReader.Show(at.Service)}/extends");
        var (other, name) = extends is YamlValue.Map map
            ? (map.Text("file"), map.Text("service"))
            : (null, (extends as YamlValue.Scalar)?.Text);
        if (name is null)
            return null;
        var from = other is null ? at.File : Open(Beside(at.File.Name, other), place);
        if (from is null)
            return null;
        if (from.Find(["services", name]) is not null)
            return ((from, name), place);
        Add(place, $"{from.Name} has no service {YamlReader.Show(name)}", "a service that is there");
        return null;
    }

    private SourceFile? Open(string name, SourcePosition from)
    {
        if (known.TryGetValue(name, out var file)) return file;
        if (known.Count >= MostFiles)
        {
            Add(from, $"more than {MostFiles} files include and extend each other", "fewer files");
            return null;
        }

        var told = problems.Count;
        if (read(name, from, problems) is { } text)
            file = SourceFile.ReadCompose(text, name, problems);
        else if (problems.Count == told)
            Add(from, from.File == name ? "there is no such file" : $"there is no file {YamlReader.Show(name)}", "a Compose file");
        return known[name] = file is { IsReadable: true } ? file : null;
    }

    // Compose takes a path as relative to the file that it stands in, and in the files that it is given, to the first of them.
    private string Beside(string file, string path)
    {
        var filled = ComposeSources.Fill(path, values);
        if (listed.Contains(file))
            file = listed[0];
        return filled.StartsWith('/')
            ? filled
            : RelativePath.WithoutDots((file.LastIndexOf('/') is var end and >= 0 ? file[..(end + 1)] : "") + filled);
    }

    private void Add(SourcePosition place, string message, string expected) =>
        problems.Add(new Problem(place.File, place.Line, place.Path, message, expected));
}
