using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Stack;
using Slipway.Core.Text;
using Slipway.Core.Validation;

namespace Slipway.Core.Reports;

/// <summary>What checking a stack against the rules found, as people read it.</summary>
public static class FindingsText
{
    // Places up to this length stand in a column with the rule beside them; a longer one would push all others apart.
    private const int WidestPlace = 60;
    private const string Indent = "    ";

    /// <summary>The whole text; lines end with a line feed.</summary>
    /// <param name="verdict">What was found.</param>
    /// <param name="rules">How many rules the environments were checked against.</param>
    /// <param name="environments">The environments' names.</param>
    /// <param name="width">How many characters a line may have. Fixes are never broken: they are there to be pasted.</param>
    public static string Of(Verdict verdict, int rules, IEnumerable<EnvironmentName> environments, int width = int.MaxValue) =>
        string.Concat(Lines(verdict, rules, environments, width).Select(line => line + "\n"));

    /// <summary>The lines of <see cref="Of"/>: what is wrong, what is shared on purpose, what is accepted, and the sum.</summary>
    public static IEnumerable<string> Lines(Verdict verdict, int rules, IEnumerable<EnvironmentName> environments, int width = int.MaxValue)
    {
        var sections = new[] { Lines(verdict.Findings, width), Declared(verdict.Declared, width), Accepted(verdict.Accepted, width) };
        foreach (var line in sections.Where(section => section.Any()).SelectMany(section => section.Append(""))) yield return line;
        yield return verdict.Findings.IsEmpty
            ? $"nothing is wrong: {Count.Of(rules, "rule")} checked for {WordList.And(environments.Select(name => name.ToString()))}"
            : Sum(verdict);
    }

    /// <summary>How many errors and warnings there are, in words.</summary>
    public static string Sum(Verdict verdict) => $"{Count.Of(verdict.Errors, "error")}, {Count.Of(verdict.Warnings, "warning")}";

    /// <summary>Findings in groups by severity, in the order in which they come.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Finding> findings, int width = int.MaxValue)
    {
        var between = false;
        foreach (var group in findings.GroupBy(finding => finding.Severity).OrderBy(group => group.Key))
        {
            if (between) yield return "";
            between = true;
            yield return $"{Finding.Word(group.Key)}s";
            foreach (var (finding, place) in WithPlaces([.. group]))
            {
                yield return $"  {place}";
                foreach (var line in Message(finding, width).Concat(Fix(finding))) yield return line;
            }
        }
    }

    private static IEnumerable<string> Declared(ImmutableArray<AllowedFinding> declared, int width)
    {
        if (!declared.IsEmpty) yield return "shared on purpose";
        foreach (var group in declared.GroupBy(allowed => (Thing: $"{allowed.Finding.Shared}", allowed.Reason)))
        {
            foreach (var line in Wrapped($"{group.Key.Thing}: {group.Key.Reason}", "  ", width)) yield return line;
            foreach (var (_, place) in WithPlaces([.. group.Select(allowed => allowed.Finding)])) yield return Indent + place;
        }
    }

    private static IEnumerable<string> Accepted(ImmutableArray<AllowedFinding> accepted, int width)
    {
        if (!accepted.IsEmpty) yield return "accepted";
        foreach (var (allowed, (finding, place)) in accepted.Zip(WithPlaces([.. accepted.Select(allowed => allowed.Finding)])))
        {
            yield return $"  {place}";
            var until = allowed.Until is { } last ? $" (until {last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})" : "";
            foreach (var line in Message(finding, width).Concat(Wrapped($"why: {allowed.Reason}{until}", Indent, width))) yield return line;
        }
    }

    private static IEnumerable<(Finding Finding, string Place)> WithPlaces(ImmutableArray<Finding> findings)
    {
        var places = findings
            .Select(finding => Printable(finding.Place.File.Length > 0 ? $"{finding.Place}" : $"the host {finding.Place.Path}".TrimEnd()))
            .ToImmutableArray();
        var column = places.Where(place => place.Length <= WidestPlace).Select(place => place.Length).DefaultIfEmpty().Max();
        return findings.Zip(places, (finding, place) => (finding, $"{place.PadRight(column)}  {finding.Rule}"));
    }

    private static IEnumerable<string> Message(Finding finding, int width) => Wrapped(finding.Message, Indent, width);

    // Several lines stand by themselves, one below the other: they keep their indentation when they are pasted.
    private static IEnumerable<string> Fix(Finding finding) => finding.Fix.Split('\n') switch
    {
        [var only] => [$"{Indent}fix: {Printable(only)}"],
        var lines => lines.Select(line => $"{Indent}  {Printable(line)}".TrimEnd()).Prepend($"{Indent}fix:"),
    };

    private static IEnumerable<string> Wrapped(string text, string indent, int width) =>
        WordWrap.Lines(Printable(text), width - indent.Length).Select(line => indent + line);

    // Keys and values of files come here as they were written, and could move the cursor.
    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
