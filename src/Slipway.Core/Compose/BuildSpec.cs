using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Core.Secrets;

namespace Slipway.Core.Compose;

/// <summary>The <c>build</c> section of a service as Compose rendered it.</summary>
/// <param name="Context">The build context: an absolute folder, or an address.</param>
/// <param name="Text">The section as canonical JSON: its arguments may be secret.</param>
public sealed record BuildSpec(string Context, Secret Text)
{
    /// <summary>Whether the context is a folder on this machine.</summary>
    public bool IsLocal => Context.StartsWith('/') || Context is [_, ':', ..];

    /// <summary>Reads the section.</summary>
    public static BuildSpec Read(JsonObject build) =>
        new((string?)build["context"] ?? "", CanonicalJson.Text(build));

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
