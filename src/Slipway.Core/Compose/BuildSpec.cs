using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Core.Secrets;

namespace Slipway.Core.Compose;

/// <summary>The <c>build</c> section of a service as Compose rendered it.</summary>
/// <param name="Context">The build context: an absolute folder, or an address.</param>
/// <param name="Text">The section as canonical JSON: its arguments may be secret.</param>
public sealed record BuildSpec(string Context, Secret Text)
{
    private const string ServicePrefix = "service:";

    /// <summary>Whether the context is a folder on this machine.</summary>
    public bool IsLocal => Context.StartsWith('/') || Context is [_, ':', ..];

    /// <summary>Reads the section.</summary>
    public static BuildSpec Read(JsonObject build) =>
        new((string?)build["context"] ?? "", CanonicalJson.Text(build));

    /// <summary>The services whose images it is built on, by the names of their services.</summary>
    public ImmutableArray<string> Lower =>
    [
        .. (JsonNode.Parse(Text.Reveal())?["additional_contexts"] as JsonObject ?? [])
            .Select(context => ServiceOf((string?)context.Value))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The service whose image a context is; null where it is something else.</summary>
    internal static string? ServiceOf(string? context) =>
        context?.StartsWith(ServicePrefix, StringComparison.Ordinal) == true ? context[ServicePrefix.Length..] : null;

    /// <summary>The folders of this machine that the build reads: its context and the local ones among its additional contexts.</summary>
    public IEnumerable<string> Folders()
    {
        if (IsLocal) yield return Context;
        if (JsonNode.Parse(Text.Reveal())?["additional_contexts"] is not JsonObject more) yield break;
        foreach (var (_, value) in more)
        {
            if ((string?)value is { } folder && folder.StartsWith('/')) yield return folder;
        }
    }
}
