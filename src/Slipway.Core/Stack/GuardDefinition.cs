using System.Collections.Immutable;

namespace Slipway.Core.Stack;

/// <summary>A command that has to succeed before a new release may touch what runs.</summary>
/// <param name="Name">What it makes sure of, for example <c>no active session</c>.</param>
/// <param name="Service">The service in whose running container the command runs.</param>
/// <param name="Command">The command, an argument a list entry. Its exit code 0 lets the release through.</param>
public sealed record GuardDefinition(string Name, string Service, ImmutableArray<string> Command)
{
    /// <summary>How long it is tried again where it does not succeed.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.Zero;

    /// <summary>How long one try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
