using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Edge;

/// <summary>
/// The folder that the edge reads. Changes are tried in a copy of it first, so that neither a reload nor a start of the edge meets
/// a configuration that Caddy did not accept. Whoever changes it holds the edge's lock.
/// </summary>
public sealed class EdgeFolder(IFiles files, StatePaths paths)
{
    private static readonly ImmutableArray<string> Folders = ["access", "sites"];

    /// <summary>Tries changes, moves them into place and has them loaded. Where that fails, everything is as it was before.</summary>
    /// <param name="changes">The files by their paths in the folder; null for one that goes.</param>
    /// <param name="validate">Has Caddy adapt and check what is staged.</param>
    /// <param name="reload">Has Caddy load what is in place.</param>
    /// <exception cref="StepFailedException">As the one or the other function throws it, where Caddy does not accept the changes or does
    /// not load them.</exception>
    public async Task ApplyAsync(ImmutableArray<KeyValuePair<string, string?>> changes, Func<Task> validate, Func<Task> reload)
    {
        try
        {
            Stage(changes);
            await validate();
        }
        finally
        {
            files.DeleteFolder(paths.EdgeStaged);
        }

        // What others refer to comes first and what goes is last, in case the edge is started in the middle of it.
        ImmutableArray<KeyValuePair<string, string?>> ordered =
        [
            .. changes.OrderBy(change => change.Value is null).ThenBy(change => change.Key.StartsWith("sites/", StringComparison.Ordinal)),
        ];
        ImmutableArray<KeyValuePair<string, string?>> before =
        [
            .. ordered.Reverse().Select(change => KeyValuePair.Create(change.Key, files.ReadText(At(change.Key)))),
        ];
        try
        {
            Put(ordered);
            await reload();
        }
        catch (Exception error)
        {
            Put(before);
            // A reload whose end was not seen may have been one all the same.
            if (error is StepFailedException or SlipwayException) await IgnoreFailureAsync(reload);
            throw;
        }
    }

    private void Stage(ImmutableArray<KeyValuePair<string, string?>> changes)
    {
        // One may be left of a run that was killed.
        files.DeleteFolder(paths.EdgeStaged);
        var present = Folders
            .SelectMany(folder => files.ListFiles($"{paths.Edge}/{folder}").Select(name => $"{folder}/{name}"))
            .Append(EdgeFile.RulesPath);
        var whole = present
            .ToImmutableSortedDictionary(path => path, path => files.ReadText(At(path)), StringComparer.Ordinal)
            .SetItems(changes);
        foreach (var (path, text) in whole)
        {
            if (text is not null) files.WriteText($"{paths.EdgeStaged}/{path}", Staged(text));
        }
    }

    /// <summary>The text with imports that lead to the staged files.</summary>
    private static string Staged(string text) =>
        Folders.Aggregate(text, (current, folder) =>
            current.Replace($"{EdgeFile.Mount}/{folder}/", $"{EdgeFile.Mount}/{EdgeFile.StagedFolder}/{folder}/", StringComparison.Ordinal)
        );

    private void Put(ImmutableArray<KeyValuePair<string, string?>> texts)
    {
        foreach (var (path, text) in texts)
        {
            if (text is null) files.Delete(At(path));
            else files.WriteText(At(path), text);
        }
    }

    private string At(string path) => $"{paths.Edge}/{path}";

    private static async Task IgnoreFailureAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception error) when (error is StepFailedException or SlipwayException)
        {
            // The failure that led here is the one to tell.
        }
    }
}
