using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>
/// Reads the files that a definition names. Each is looked at before anybody parses it or Compose gets it, so that a mistake is told with
/// its file and line, and a file that would cost memory or time without bounds is refused.
/// </summary>
internal sealed class StackFiles(IFiles files, StackLocation location)
{
    private const int LargestText = 1024 * 1024;

    /// <summary>The definition's text.</summary>
    /// <exception cref="SlipwayException">It is missing or is not a text of a sensible size.</exception>
    public string ReadDefinition()
    {
        var problems = new List<Problem>();
        if (Read(location.DisplayName, problems) is { } text) return text;
        if (problems.Count > 0) throw SlipwayException.Of([.. problems]);
        throw SlipwayException.Of(
            [
                new Problem(
                    location.DisplayName,
                    0,
                    "",
                    "there is no such file",
                    "a stack.yaml; --stack names a folder under compose/ or a path"
                ),
            ],
            "Name another stack with --stack."
        );
    }

    /// <summary>The text of the rules beside the edge's Compose file, with the file's name; null where there is none.</summary>
    public (string Name, string Text)? ReadEdgeRules(EdgeDefinition edge, List<Problem> problems)
    {
        var name = Path.Combine(Path.GetDirectoryName(edge.Compose.Files[0])!, Core.Edge.EdgeFile.RulesPath);
        return Read(name, problems) is { } text ? (name, text) : null;
    }

    /// <summary>A file's permission bits; null where there is no such file, and on systems that have none.</summary>
    public UnixFileMode? ModeOf(string name) => files.ModeOf(location.Resolve(name));

    /// <summary>The text of a file that a key of the definition names. Where there is none, that is a problem.</summary>
    /// <param name="name">The file, as the definition names it.</param>
    /// <param name="key">The path of the key that names it.</param>
    /// <param name="problems">Where problems go.</param>
    public string? Require(string name, string key, List<Problem> problems)
    {
        var before = problems.Count;
        var text = Read(name, problems);
        if (text is null && problems.Count == before)
            problems.Add(new Problem(location.DisplayName, 0, key, $"there is no file {name}", "a path relative to stack.yaml"));
        return text;
    }

    /// <summary>A file's text, or null where there is none, or where what is wrong with it is a problem now.</summary>
    /// <param name="name">The file, as the definition names it.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="from">The place that names the file, where that is another file than the definition.</param>
    public string? Read(string name, List<Problem> problems, SourcePosition? from = null)
    {
        try
        {
            var path = name == location.DisplayName ? location.DefinitionFile : location.Resolve(name);
            if (files.FolderExists(path)) problems.Add(At("is a folder", "a file"));
            else if (files.ReadText(path) is not { } text) return null;
            else if (text.Length > LargestText) problems.Add(At("is larger than 1 MiB", "a text of a few hundred lines"));
            else if (text.Contains('\0', StringComparison.Ordinal)) problems.Add(At("has a NUL character", "text"));
            else return text;
        }
        catch (SlipwayException error)
        {
            problems.Add(Of($"{error.Failure.What.TrimEnd('.')}: {error.Failure.Why.TrimEnd('.')}", "a text in UTF-8 that can be read"));
        }

        return null;

        Problem At(string isWhat, string expected) => Of($"{(from is null ? "the file" : name)} {isWhat}", expected);

        Problem Of(string message, string expected) => new(from?.File ?? name, from?.Line ?? 0, from?.Path ?? "", message, expected);
    }
}
