using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Slipway.Core.Stack;

/// <summary>
/// Reads the part of YAML that a definition needs: mappings, lists and scalars. Anchors, aliases, tags and further documents
/// are refused, and size and depth are bounded, so that a file costs no more than its length.
/// </summary>
internal sealed partial class YamlReader
{
    private const int MaximumBytes = 1024 * 1024;
    private const int MaximumDepth = 64;

    private readonly string file;
    private readonly List<Problem> problems;
    private readonly Parser parser;

    private YamlReader(string text, string file, List<Problem> problems)
    {
        this.file = file;
        this.problems = problems;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The file's value, or null where it has none or cannot be read on; why is then in <paramref name="problems"/>.</summary>
    public static YamlValue? Read(string text, string file, List<Problem> problems)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaximumBytes)
        {
            problems.Add(new Problem(file, 0, "", "the file is larger than 1 MiB", "a definition of a few hundred lines"));
            return null;
        }

        var reader = new YamlReader(text, file, problems);
        try
        {
            return reader.ReadFile();
        }
        catch (YamlException exception)
        {
            // A mistake in YAML itself hides what follows it, so it is the only one that counts from here on.
            // Unquoted text may run over lines: its end is where it went wrong. A quote or bracket that is not closed is best sought at its start.
            var place = exception.Message.StartsWith("While scanning a plain scalar", StringComparison.Ordinal) ? exception.End : exception.Start;
            problems.Add(reader.Malformed((int)place.Line, Circumstance().Replace(exception.Message, "").TrimEnd('.')));
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet 16.3 throws these for some malformed texts ('{' inside an unquoted text of a flow list, '!!]' as a tag).
            problems.Add(reader.Malformed(reader.parser.Current is { } last ? LineOf(last) : 1, "a bracket, a brace or a tag is out of place on this line or soon after"));
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
            problems.Add(new Problem(file, 0, "", "the file is empty", "a definition that starts with 'stack: <name>'"));
            return null;
        }

        var value = ReadValue(1, "", depth: 1);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            problems.Add(new Problem(file, LineOf(second), "", "a second document starts here", "one document in the file"));
        return value;
    }

    private YamlValue? ReadValue(int line, string path, int depth)
    {
        if (depth > MaximumDepth)
            throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, $"it is nested deeper than {MaximumDepth} levels");

        if (parser.TryConsume<AnchorAlias>(out _)) return Unsupported(line, path);
        if (parser.Current is NodeEvent node)
        {
            if (!node.Anchor.IsEmpty) Unsupported(line, path);
            if (!node.Tag.IsEmpty)
                problems.Add(new Problem(file, line, path, "tags such as !!str are not supported here", "the value alone, in quotes if it is text"));
        }

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
            if (ReadValue(LineOf(parser.Current!), $"{path}[{index}]", depth + 1) is { } item) items.Add(item);
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

            var value = ReadValue(keyLine, path.Length == 0 ? Show(name) : $"{path}/{Show(name)}", depth + 1);
            if (!lines.TryAdd(name, keyLine))
                problems.Add(new Problem(file, keyLine, path, $"the key '{Show(name)}' is here a second time", $"it once; it is already on line {lines[name]}"));
            else if (value is not null) entries.Add(new YamlValue.Entry(name, value));
        }

        return new YamlValue.Map(line, path, entries.ToImmutable());
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
