namespace Output;

/// <summary>A target as its class describes it.</summary>
/// <param name="Name">What <c>--target</c> names.</param>
/// <param name="Description">What it does, in one line.</param>
internal sealed record Target(string Name, string Description);
