using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Slipway.Core.Stack;

/// <summary>
/// Reads the part of YAML that a definition needs: mappings, lists and scalars. Size and depth are bounded and no alias is ever
/// expanded, so that a file costs no more than its length. A definition has no anchors, aliases, tags and further documents;
/// a Compose file may have all of them.
/// </summary>
internal sealed partial class YamlReader
{
    private const int MaximumBytes = 1024 * 1024;
    private const int MaximumDepth = 64;

    // Keys count too. A hundred services of a hundred lines have fewer; half a million would fit into the bytes.
    private const int MaximumValues = 25_000;

    // A path names the place of each value below it: long keys far up must not cost their length each time.
    private const int LongestPath = 300;

    // Compose expands every alias. The largest file of a hundred services stays far below.
    private const int MaximumWeight = 200_000;

    private readonly string file;
    private readonly List<Problem> problems;
    private readonly bool isCompose;
    private readonly Parser parser;
    private readonly Dictionary<string, YamlValue> anchors = new(StringComparer.Ordinal);
    private int values;

    private YamlReader(string text, string file, List<Problem> problems, bool isCompose)
    {
        this.file = file;
        this.problems = problems;
        this.isCompose = isCompose;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The file's value, or null where it has none or cannot be read on; why is then in <paramref name="problems"/>.</summary>
    public static YamlValue? Read(string text, string file, List<Problem> problems) => Read(text, file, problems, isCompose: false);

    /// <summary>The value of a Compose file, whose aliases refer to what their anchors name; null where it cannot be read on.</summary>
    public static YamlValue? ReadCompose(string text, string file, List<Problem> problems) => Read(text, file, problems, isCompose: true);

    private static YamlValue? Read(string text, string file, List<Problem> problems, bool isCompose)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaximumBytes)
        {
            problems.Add(
                new Problem(
                    file,
                    0,
                    "",
                    "the file is larger than 1 MiB",
                    $"{(isCompose ? "a Compose file" : "a definition")} of a few hundred lines"
                )
            );
            return null;
        }

        var reader = new YamlReader(text, file, problems, isCompose);
        try
        {
            var value = reader.ReadFile();
            if (value is null || value.Weight <= MaximumWeight)
                return value;
            problems.Add(
                new Problem(
                    file,
                    0,
                    "",
                    $"with its aliases written out, the file has more than {MaximumWeight} values",
                    "fewer aliases of aliases"
                )
            );
            return null;
        }
        catch (YamlException exception)
        {
            // A mistake in YAML itself hides what follows it, so it is the only one that counts from here on.
            // Unquoted text may run over lines: its end is where it went wrong. A quote or bracket that is not closed is best sought at its
            // start.
            var place = exception.Message.StartsWith("While scanning a plain scalar", StringComparison.Ordinal)
                ? exception.End
                : exception.Start;
            problems.Add(reader.Malformed((int)place.Line, Circumstance().Replace(exception.Message, "").TrimEnd('.')));
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet 16.3 throws these for some malformed texts ('{' inside an unquoted text of a flow list, '!!]' as a tag).
            problems.Add(
                reader.Malformed(
                    reader.parser.Current is { } last ? LineOf(last) : 1,
                    "a bracket, a brace or a tag is out of place on this line or soon after"
                )
            );
            return null;
        }
    }

    /// <summary>A key as it may be shown: short and without control characters, which could act on a terminal.</summary>
    public static string Show(string text)
    {
        const int longest = 60;
        var shown = text.Length > longest ? text[..longest] + "..." : text;
        return new string([.. shown.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character)]);
    }

    private YamlValue? ReadFile()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            problems.Add(
                new Problem(
                    file,
                    0,
                    "",
                    "the file is empty",
                    isCompose ? "a Compose file with 'services:'" : "a definition that starts with 'stack: <name>'"
                )
            );
            return null;
        }

        var value = ReadValue(1, "", depth: 1);
        parser.Consume<DocumentEnd>();
        if (!isCompose && parser.TryConsume<DocumentStart>(out var second))
            problems.Add(new Problem(file, LineOf(second), "", "a second document starts here", "one document in the file"));
        return value;
    }

    private YamlValue? ReadValue(int line, string path, int depth)
    {
        if (depth > MaximumDepth)
            throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, $"it is nested deeper than {MaximumDepth} levels");
        if (++values > MaximumValues)
            throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, $"it has more than {MaximumValues} values");

        if (parser.TryConsume<AnchorAlias>(out var alias)) return isCompose ? Anchored(alias, line, path) : Unsupported(line, path);
        if (isCompose && parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            var name = anchored.Anchor.Value;
            var value = ReadNode(line, path, depth);
            if (value is not null) anchors[name] = value;
            return value;
        }

        if (!isCompose && parser.Current is NodeEvent node)
        {
            if (!node.Anchor.IsEmpty) Unsupported(line, path);
            if (!node.Tag.IsEmpty)
                problems.Add(
                    new Problem(file, line, path, "tags such as !!str are not supported here", "the value alone, in quotes if it is text")
                );
        }

        return ReadNode(line, path, depth);
    }

    private YamlValue ReadNode(int line, string path, int depth)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlValue.Scalar(line, path, scalar.Value, scalar.Style is ScalarStyle.Plain);
        if (parser.TryConsume<SequenceStart>(out _)) return ReadList(line, path, depth);
        parser.Consume<MappingStart>();
        return ReadMap(line, path, depth);
    }

    private YamlValue.List ReadList(int line, string path, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        for (var index = 0; !parser.TryConsume<SequenceEnd>(out _); index++)
        {
            if (ReadValue(LineOf(parser.Current!), path.Length > LongestPath ? path : $"{path}[{index}]", depth + 1) is { } item)
                items.Add(item);
        }

        return new YamlValue.List(line, path, items.ToImmutable());
    }

    private YamlValue.Map ReadMap(int line, string path, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlValue.Entry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyLine = LineOf(parser.Current!);
            var key = ReadValue(keyLine, path, depth + 1);
            if (key is not YamlValue.Scalar { Text: var name })
            {
                if (key is not null) problems.Add(new Problem(file, keyLine, path, $"a key should be text, not {key.Kind}"));
                ReadValue(keyLine, path, depth + 1);
                continue;
            }

            var value = ReadValue(
                keyLine,
                path.Length == 0 ? Show(name)
                    : path.Length > LongestPath ? path
                    : $"{path}/{Show(name)}",
                depth + 1
            );
            if (!lines.TryAdd(name, keyLine))
                problems.Add(
                    new Problem(
                        file,
                        keyLine,
                        path,
                        $"the key '{Show(name)}' is here a second time",
                        $"it once; it is already on line {lines[name]}"
                    )
                );
            else if (value is not null)
                entries.Add(new YamlValue.Entry(name, value));
        }

        return new YamlValue.Map(line, path, entries.ToImmutable());
    }

    private YamlValue? Anchored(AnchorAlias alias, int line, string path)
    {
        if (anchors.TryGetValue(alias.Value.Value, out var value))
            return value;
        problems.Add(
            new Problem(
                file,
                line,
                path,
                $"the alias *{Show(alias.Value.Value)} refers to nothing above it, or to what it is a part of",
                "an anchor that stands above and is complete there"
            )
        );
        return null;
    }

    private YamlValue? Unsupported(int line, string path)
    {
        problems.Add(new Problem(file, line, path, "anchors and aliases are not supported here", "common keys under 'defaults'"));
        return null;
    }

    private Problem Malformed(int line, string reason) => new(
        file,
        line,
        "",
        $"this is not readable YAML: {char.ToLowerInvariant(reason[0])}{reason[1..]}",
        "keys of one mapping below each other, indented with spaces, and every quote and bracket closed");

    // "While scanning a plain scalar, ...": the parser's own affairs.
    [GeneratedRegex("^While [^,]*, ")]
    private static partial Regex Circumstance();

    private static int LineOf(ParsingEvent parsingEvent) => (int)parsingEvent.Start.Line;
}
