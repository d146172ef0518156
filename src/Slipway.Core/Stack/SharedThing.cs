namespace Slipway.Core.Stack;

/// <summary>
/// Kinds of things that environments may share on purpose. The names in lower case are keys of <c>isolation/shared</c> in
/// <c>stack.yaml</c>.
/// </summary>
public enum SharedKind
{
    /// <summary>A Docker network, by its real name.</summary>
    Network,

    /// <summary>A Docker volume, by its real name.</summary>
    Volume,

    /// <summary>A folder or file of the host, by its absolute path.</summary>
    Folder,

    /// <summary>A key of the env files, whose values may be equal.</summary>
    Key,

    /// <summary>An image reference that both environments build.</summary>
    Image,

    /// <summary>A host and port that containers of both environments reach, as <c>host:port</c>.</summary>
    Address,
}

/// <summary>Something that environments share.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name, path, key, reference or address.</param>
public sealed record SharedThing(SharedKind Kind, string Name)
{
    /// <summary>The key under which <c>stack.yaml</c> declares it.</summary>
    public string Key => KeyOf(Kind);

    /// <summary>The key of a kind.</summary>
    public static string KeyOf(SharedKind kind) => kind switch
    {
        SharedKind.Network => "network",
        SharedKind.Volume => "volume",
        SharedKind.Folder => "folder",
        SharedKind.Key => "key",
        SharedKind.Image => "image",
        SharedKind.Address => "address",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>For example <c>network caddy_net</c>.</summary>
    public override string ToString() => $"{Key} {Name}";
}
