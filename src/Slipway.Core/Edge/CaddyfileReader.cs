using System.Collections.Immutable;
using Slipway.Core.Problems;

namespace Slipway.Core.Edge;

/// <summary>
/// Reads the sites of a Caddyfile with their directives and lines, snippets written out. Global options, named routes and files
/// that are imported are left out. Size, depth and what snippets become are bounded.
/// </summary>
/// <remarks>https://caddyserver.com/docs/caddyfile/concepts</remarks>
public sealed class CaddyfileReader
{
    private const int MaximumCharacters = 1024 * 1024;
    private const int MaximumDepth = 32;
    private const int MaximumDirectives = 10_000;
    private const int MaximumArgument = 64 * 1024;

    private readonly string file;
    private readonly List<Problem> problems = [];
    private readonly ImmutableArray<CaddyfileLexer.Word> words;
    private int position;

    private CaddyfileReader(string text, string file)
    {
        this.file = file;
        words = CaddyfileLexer.Split(text, file, problems);
    }

    /// <summary>Reads a file. Nothing is thrown for a wrong text; see <see cref="Caddyfile.Problems"/>.</summary>
    /// <param name="text">The file's text, at most 1 Mi characters.</param>
    /// <param name="file">The file's name, for places.</param>
    /// <param name="known">Snippets of the file that imports this one; null for none.</param>
    public static Caddyfile Read(string text, string file, ImmutableDictionary<string, ImmutableArray<CaddyDirective>>? known = null)
    {
        known ??= ImmutableDictionary<string, ImmutableArray<CaddyDirective>>.Empty;
        return text.Length > MaximumCharacters
            ? new Caddyfile([], known, [new Problem(file, 0, "", "the file is larger than 1 MiB", "a Caddyfile of a few hundred lines")])
            : new CaddyfileReader(text, file).Read(known);
    }

    private Caddyfile Read(ImmutableDictionary<string, ImmutableArray<CaddyDirective>> known)
    {
        var snippets = known.ToBuilder();
        var sites = new List<(ImmutableArray<string> Addresses, ImmutableArray<CaddyDirective> Directives, int Line)>();
        while (position < words.Length)
        {
            var line = words[position].Line;
            var (heading, opens) = Heading();
            if (!opens)
            {
                if (heading is ["import", ..]) continue;
                // A file of one site needs no braces: its first row has the addresses.
                if (sites.Count == 0) sites.Add((Addresses(heading), Lines(line, depth: 0, isBlock: false), line));
                continue;
            }

            var directives = Lines(line, depth: 1, isBlock: true);
            if (heading is [['(', .. var name, ')']]) snippets[name] = directives;
            else if (heading is not ([] or [['&', '(', ..]])) sites.Add((Addresses(heading), directives, line));
        }

        var writer = new Expansion(snippets.ToImmutable(), problems);
        return new Caddyfile(
            [.. sites.Select(site => new CaddySite(site.Addresses, writer.Expand(site.Directives), file, site.Line))],
            snippets.ToImmutable(),
            [.. problems.OrderBy(problem => problem.Line)]);
    }

    private static ImmutableArray<string> Addresses(ImmutableArray<string> heading) =>
        [.. heading.Select(word => word.TrimEnd(',')).Where(word => word.Length > 0)];

    // The words up to a block, or of one row; addresses go on after a comma.
    private (ImmutableArray<string> Words, bool Opens) Heading()
    {
        var heading = ImmutableArray.CreateBuilder<string>();
        for (var first = true; position < words.Length; first = false)
        {
            var word = words[position];
            if (!first && word.Row != words[position - 1].EndRow && !words[position - 1].Text.EndsWith(',')) break;
            position++;
            if (word.Opens && EndsRow())
                return (heading.ToImmutable(), true);
            if (word.Closes)
                problems.Add(new Problem(file, word.Line, "", "there is no block that this brace closes", "as many '}' as '{'"));
            else
                heading.Add(word.Text);
        }

        return (heading.ToImmutable(), false);
    }

    private ImmutableArray<CaddyDirective> Lines(int opened, int depth, bool isBlock)
    {
        var lines = ImmutableArray.CreateBuilder<CaddyDirective>();
        while (position < words.Length)
        {
            var start = words[position];
            if (start.Closes)
            {
                position++;
                if (isBlock) return lines.ToImmutable();
                problems.Add(new Problem(file, start.Line, "", "there is no block that this brace closes", "as many '}' as '{'"));
                continue;
            }

            var arguments = ImmutableArray.CreateBuilder<string>();
            ImmutableArray<CaddyDirective> block = [];
            for (position++; position < words.Length && words[position].Row == words[position - 1].EndRow; position++)
            {
                if (!words[position].Opens || !EndsRowAfter(position)) arguments.Add(words[position].Text);
                else
                {
                    position++;
                    if (depth == MaximumDepth)
                    {
                        problems.Add(
                            new Problem(file, start.Line, "", $"more than {MaximumDepth} blocks are inside each other", "fewer of them")
                        );
                        position = words.Length;
                        return lines.ToImmutable();
                    }

                    block = Lines(start.Line, depth + 1, isBlock: true);
                    break;
                }
            }

            lines.Add(new CaddyDirective(start.Text, arguments.ToImmutable(), block, file, start.Line));
        }

        if (isBlock && problems.Count == 0)
            problems.Add(new Problem(file, opened, "", "the block is never closed", "'}' on a line of its own"));
        return lines.ToImmutable();
    }

    private bool EndsRow() => EndsRowAfter(position - 1);

    private bool EndsRowAfter(int index) => index + 1 >= words.Length || words[index + 1].Row != words[index].EndRow;

    /// <summary>Puts snippets in the place of their imports.</summary>
    private sealed class Expansion(ImmutableDictionary<string, ImmutableArray<CaddyDirective>> snippets, List<Problem> problems)
    {
        private int written;

        public ImmutableArray<CaddyDirective> Expand(ImmutableArray<CaddyDirective> directives) => Expand(directives, [], []);

        private ImmutableArray<CaddyDirective> Expand(
            ImmutableArray<CaddyDirective> directives,
            ImmutableArray<string> above,
            ImmutableArray<string> arguments
        )
        {
            var expanded = ImmutableArray.CreateBuilder<CaddyDirective>();
            foreach (var directive in directives)
            {
                if (++written > MaximumDirectives)
                {
                    if (written == MaximumDirectives + 1)
                        Add(
                            directive,
                            $"with its snippets written out, the file has more than {MaximumDirectives} lines",
                            "fewer imports of imports"
                        );
                    break;
                }

                ImmutableArray<string> given = [.. directive.Arguments.Select(argument => Fill(directive, argument, arguments))];
                if (directive.Name != "import" || given is not [var name, .. var values])
                {
                    expanded.Add(directive with { Arguments = given, Block = Expand(directive.Block, above, arguments) });
                }
                else if (above.Contains(name))
                {
                    Add(
                        directive,
                        $"the snippets import each other in a circle: {string.Join(" -> ", above.SkipWhile(snippet => snippet != name))} "
                        + $"-> {name}",
                        "an import that does not lead back"
                    );
                }
                else if (above.Length == MaximumDepth)
                {
                    Add(directive, $"more than {MaximumDepth} snippets import each other", "fewer of them");
                }
                else if (snippets.TryGetValue(name, out var snippet))
                {
                    expanded.AddRange(Expand(snippet, above.Add(name), [.. values]));
                }
            }

            return expanded.ToImmutable();
        }

        private string Fill(CaddyDirective directive, string text, ImmutableArray<string> arguments)
        {
            for (var index = 0; index < arguments.Length && text.Contains("{args", StringComparison.Ordinal); index++)
            {
                var parts = text.Split($"{{args[{index}]}}");
                if (text.Length + ((parts.Length - 1L) * arguments[index].Length) > MaximumArgument)
                {
                    Add(directive, $"an argument becomes longer than {MaximumArgument} characters", "shorter arguments of imports");
                    return "";
                }

                text = string.Join(arguments[index], parts);
            }

            return text;
        }

        private void Add(CaddyDirective directive, string message, string expected) =>
            problems.Add(new Problem(directive.File, directive.Line, "", message, expected));
    }
}
