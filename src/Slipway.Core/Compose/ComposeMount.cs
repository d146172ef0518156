using System.Text.Json.Nodes;

namespace Slipway.Core.Compose;

/// <summary>Kinds of mounts.</summary>
public enum MountKind
{
    /// <summary>A Docker volume; the source is its real name.</summary>
    Volume,

    /// <summary>A volume without a name, which Docker makes for one container; without a source.</summary>
    AnonymousVolume,

    /// <summary>A file or folder of the host; the source is its absolute path.</summary>
    Folder,

    /// <summary>A file that Compose mounts as a secret.</summary>
    Secret,

    /// <summary>A file that Compose mounts as a config.</summary>
    Config,

    /// <summary>Memory, or something that lies nowhere on the host; without a source.</summary>
    Other,
}

/// <summary>A mount.</summary>
/// <param name="Kind">What is mounted.</param>
/// <param name="Source">The volume's real name, or the host's path; empty where there is neither.</param>
/// <param name="Target">Where it is in the container.</param>
/// <param name="IsReadOnly">Whether the service may only read it.</param>
public sealed record ComposeMount(MountKind Kind, string Source, string Target, bool IsReadOnly)
{
    /// <summary>The key in the Compose file's <c>volumes</c>, <c>secrets</c> or <c>configs</c>; empty for a folder.</summary>
    public string Key { get; init; } = "";

    internal static ComposeMount Read(JsonObject mount, ComposeSections sections)
    {
        var source = (string?)mount["source"] ?? "";
        var kind = (string?)mount["type"] switch
        {
            "volume" => source.Length > 0 ? MountKind.Volume : MountKind.AnonymousVolume,
            "bind" => MountKind.Folder,
            _ => MountKind.Other,
        };
        return new ComposeMount(
            kind,
            kind == MountKind.Volume ? sections.VolumeName(source) : source,
            (string?)mount["target"] ?? "",
            (bool?)mount["read_only"] == true
        )
        {
            Key = kind == MountKind.Volume ? source : "",
        };
    }
}
