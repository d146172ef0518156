using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Core.Environments;

/// <summary>Fills <c>${KEY}</c> in texts of <c>stack.yaml</c>. Only this form is known there, and <c>$$</c> for a dollar sign.</summary>
public static partial class Interpolation
{
    /// <summary>
    /// The text with the values in place of its references, and the keys that have no value, each once, in their order.
    /// A reference without a value stays as it is.
    /// </summary>
    public static (string Text, ImmutableArray<string> Missing) Resolve(string text, IReadOnlyDictionary<string, string> values)
    {
        var missing = new List<string>();
        var resolved = Reference().Replace(text, match =>
        {
            var key = match.Groups["key"].Value;
            if (key.Length == 0) return "$";
            if (values.TryGetValue(key, out var value)) return value;
            if (!missing.Contains(key)) missing.Add(key);
            return match.Value;
        });
        return (resolved, [.. missing]);
    }

    [GeneratedRegex(@"\$\$|\$\{(?<key>[A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}
