namespace Slipway.Adapters.Processes;

/// <summary>The environment variable by which a program is known as started by one process of Slipway.</summary>
internal static class OwnerMark
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "SLIPWAY_OWNER";

    /// <summary>Whether a text can be an owner id. It becomes part of file names, and it may come from a damaged file.</summary>
    public static bool IsOwner(string text) => text.Length > 0 && text.All(char.IsAsciiLetterOrDigit);
}
