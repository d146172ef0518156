namespace Cake.Frosting;

/// <summary>A setting of the Cake engine that the build gives a default of its own.</summary>
internal sealed record CakeSetting(string Key, string Value);
