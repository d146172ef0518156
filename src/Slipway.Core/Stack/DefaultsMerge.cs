namespace Slipway.Core.Stack;

/// <summary>Adds <c>defaults</c> to an environment. Every value keeps the line and path where it was written.</summary>
internal static class DefaultsMerge
{
    /// <summary>The environment's value where it has one, mappings merged key by key; lists and scalars are never merged.</summary>
    public static YamlValue.Map Merge(YamlValue.Map environment, YamlValue.Map defaults) => new(
        environment.Line,
        environment.Path,
        [
            .. environment.Entries.Select(own => (own.Value, defaults.Find(own.Key)) is (YamlValue.Map mine, YamlValue.Map theirs)
                ? own with { Value = Merge(mine, theirs) }
                : own),
            .. defaults.Entries.Where(common => environment.Find(common.Key) is null),
        ]);
}
