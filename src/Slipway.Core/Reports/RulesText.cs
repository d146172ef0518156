using Slipway.Core.Text;
using Slipway.Core.Validation;

namespace Slipway.Core.Reports;

/// <summary>The rules with their reasons, as <c>Validate --rules</c> lists them.</summary>
public static class RulesText
{
    private const string Indent = "      ";

    /// <summary>The whole text, by family; lines end with a line feed.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="width">How many characters a line may have.</param>
    public static string Of(IEnumerable<Rule> rules, int width = int.MaxValue) =>
        string.Concat(Lines(rules, width).Select(line => line + "\n"));

    /// <summary>The lines of <see cref="Of"/>.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Rule> rules, int width = int.MaxValue)
    {
        var between = false;
        foreach (var family in rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).GroupBy(rule => rule.Id.Split('/')[0]))
        {
            if (between) yield return "";
            between = true;
            yield return family.Key;
            var column = family.Max(rule => rule.Id.Length);
            foreach (var rule in family)
            {
                yield return $"  {rule.Id.PadRight(column)}  {Finding.Word(rule.Severity)}";
                foreach (var line in WordWrap.Lines(rule.Reason, width - Indent.Length)) yield return Indent + line;
            }
        }
    }
}
