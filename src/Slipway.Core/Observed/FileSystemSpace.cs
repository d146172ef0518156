namespace Slipway.Core.Observed;

/// <summary>The room on a file system.</summary>
/// <param name="Mount">Where it is mounted.</param>
/// <param name="FreeBytes">The bytes that a program without special rights may still write.</param>
public sealed record FileSystemSpace(string Mount, long FreeBytes);
