using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Compose;

/// <summary>The <c>build</c> section of a service as Compose rendered it.</summary>
/// <param name="Context">The build context: an absolute folder, or an address.</param>
/// <param name="Text">The section as canonical JSON: its arguments may be secret.</param>
public sealed record BuildSpec(string Context, Secret Text)
{
    private const string ServicePrefix = "service:";

    /// <summary>Whether the context is a folder on this machine.</summary>
    public bool IsLocal => Context.StartsWith('/') || Context is [_, ':', ..];

    private ImmutableArray<string> More =>
        JsonNode.Parse(Text.Reveal())?["additional_contexts"] is JsonObject more
            ? [.. more.Select(context => (string?)context.Value).OfType<string>()]
            : [];

    /// <summary>Reads the section.</summary>
    public static BuildSpec Read(JsonObject build) =>
        new((string?)build["context"] ?? "", CanonicalJson.Text(build));

    /// <summary>The services whose images it is built on, by the names of their services.</summary>
    public ImmutableArray<string> Lower =>
        [.. More.Select(ServiceOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The service whose image a context is; null where it is something else.</summary>
    internal static string? ServiceOf(string? context) =>
        context?.StartsWith(ServicePrefix, StringComparison.Ordinal) == true ? context[ServicePrefix.Length..] : null;

    /// <summary>The folders of this machine that the build reads: its context and the local ones among its additional contexts.</summary>
    public IEnumerable<BuildFolder> Folders()
    {
        if (IsLocal) yield return new BuildFolder(Context, Dockerfile());
        foreach (var folder in More.Where(value => value.StartsWith('/'))) yield return new BuildFolder(folder, null);
    }

    private string? Dockerfile()
    {
        var section = JsonNode.Parse(Text.Reveal());
        var file = (string?)section?["dockerfile"] ?? "Dockerfile";
        return section?["dockerfile_inline"] is not null ? null
            : file.StartsWith('/') ? file
            : RelativePath.WithoutDots($"{Context}/{file}");
    }
}

/// <summary>A folder of this machine that a build reads.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Dockerfile">The absolute path of the Dockerfile, wherever it lies; null with an inline one, and with an additional
/// context.</param>
public sealed record BuildFolder(string Path, string? Dockerfile);
