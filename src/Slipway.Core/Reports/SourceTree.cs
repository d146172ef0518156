using Slipway.Core.Stack;
using Slipway.Core.Validation;

namespace Slipway.Core.Reports;

/// <summary>
/// Where a stack lies in its repository. Findings name files as the stack does; GitHub knows them by their path from the repository's root.
/// </summary>
/// <param name="Folder">The stack's folder, relative to the root, with <c>/</c> between its parts; empty where it is the root.</param>
/// <param name="Definition">The definition's file, as findings name it.</param>
public sealed record SourceTree(string Folder, string Definition)
{
    /// <summary>
    /// The file, relative to the root, and its line, from 1. What lies in no file of the repository, as the host does, is placed at the
    /// beginning of the definition: GitHub takes nothing without a place in the repository.
    /// </summary>
    public (string File, int Line) Find(SourcePosition place) =>
        InRepository(place) is { } file ? (file, Math.Max(1, place.Line)) : (DefinitionFile, 1);

    /// <summary>The message of a finding and its fix; before it the place, where <see cref="Find"/> cannot give that.</summary>
    public string Say(Finding finding)
    {
        var place = finding.Place.File.Length > 0 && InRepository(finding.Place) is null ? $"{finding.Place}: " : "";
        return $"{place}{finding.Message}\n\nFix: {finding.Fix}";
    }

    private string DefinitionFile => Below(Definition[(Definition.LastIndexOfAny(['/', '\\']) + 1)..]);

    private string? InRepository(SourcePosition place)
    {
        if (place.File == Definition) return DefinitionFile;
        if (place.File.Length == 0 || place.File.StartsWith('/')) return null;
        return Below(place.File) is var file && file.Split('/')[0] != ".." ? file : null;
    }

    private string Below(string file) => RelativePath.WithoutDots($"{Folder}/{file}").TrimStart('/');
}
