using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Problems;
using Slipway.Core.Text;

namespace Slipway.Core.Stack;

/// <summary>Checks a value against its shape and notes every problem.</summary>
internal sealed class ShapeCheck(string file, List<Problem> problems)
{
    // A mapping with more unknown keys than this is not a mapping with slips in it.
    private const int MostSuggestions = 20;

    /// <summary>Checks a value as it is written. Keys that a partial mapping lacks are left to <see cref="CheckRequired"/>.</summary>
    public void Check(YamlValue value, Shape shape)
    {
        switch (shape, value)
        {
            case (Shape.Text text, YamlValue.Scalar { Kind: YamlValue.Scalar.TextKind } scalar):
                CheckText(scalar, text.Rule);
                break;
            case (Shape.Port port, YamlValue.Scalar scalar):
                var isPort = scalar.Kind == YamlValue.Scalar.TextKind
                    ? Texts.ReferenceRule.Accepts(scalar.Text)
                    : IsNumberWithin(scalar, Shape.Port.Lowest, Shape.Port.Highest);
                if (!isPort) Add(scalar, $"'{YamlReader.Show(scalar.Text)}' is not {port.Kind}", port.Expected);
                break;
            case (Shape.Whole whole, YamlValue.Scalar { Kind: YamlValue.Scalar.WholeKind } scalar):
                if (!IsNumberWithin(scalar, whole.Lowest, whole.Highest))
                    Add(scalar, $"{YamlReader.Show(scalar.Text)} is out of bounds", whole.Expected);
                break;
            case (Shape.Flag, YamlValue.Scalar { Kind: YamlValue.Scalar.FlagKind }):
                break;
            case (Shape.List list, YamlValue.List items):
                if (items.Items.IsEmpty && !list.MayBeEmpty) Add(items, "the list is empty", "at least one entry");
                foreach (var item in items.Items) Check(item, list.Item);
                break;
            case (Shape.Map map, YamlValue.Map entries):
                CheckMap(entries, map);
                break;
            case (Shape.Named named, YamlValue.Map entries):
                CheckNamed(entries, named);
                break;
            default:
                Add(value, $"should be {shape.Kind}, not {value.Kind}", Remedy(shape, value));
                break;
        }
    }

    /// <summary>Checks that a mapping has its required keys, and so do the mappings in it that <c>defaults</c> can add to.</summary>
    public void CheckRequired(YamlValue.Map value, Shape.Map shape)
    {
        CheckOwnKeys(value, shape);
        foreach (var key in shape.Keys)
        {
            if (key.Shape is Shape.Map { IsPartial: true } inner && value.Find(key.Name) is YamlValue.Map found)
                CheckRequired(found, inner);
        }
    }

    private static string Remedy(Shape shape, YamlValue value) =>
        (shape, value) switch
        {
            (Shape.Text { Rule.IsShown: true }, YamlValue.Scalar { Kind: not YamlValue.Scalar.NothingKind }) =>
                "quotes around it, if it is meant as text",
            (Shape.List, _) => "[one, two] or a line '- one' for each entry",
            (Shape.Flag or Shape.Map or Shape.Named, _) => "",
            _ => shape.Expected,
        };

    private static bool IsNumberWithin(YamlValue.Scalar scalar, int lowest, int highest) =>
        scalar.Kind == YamlValue.Scalar.WholeKind
        && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= lowest
        && number <= highest;

    private void CheckText(YamlValue.Scalar scalar, TextRule rule)
    {
        if (rule.Accepts(scalar.Text)) return;
        Add(scalar, $"{(rule.IsShown ? $"'{YamlReader.Show(scalar.Text)}'" : "the value")} is not {rule.What}", rule.Expected);
    }

    private void CheckMap(YamlValue.Map value, Shape.Map shape)
    {
        var meant = Misspelt(value, shape);
        foreach (var entry in value.Entries)
        {
            if (shape.Keys.FirstOrDefault(key => key.Name == entry.Key) is { } known) Check(entry.Value, known.Shape);
            else ReportUnknown(value, entry, shape, meant.GetValueOrDefault(entry.Key));
        }

        if (!shape.IsPartial) CheckOwnKeys(value, shape);
        var chosen = shape.Choice.Count(key => value.Find(key) is not null || meant.ContainsValue(key));
        if (!shape.Choice.IsEmpty && chosen != 1)
            Add(value, $"exactly one of {string.Join(" and ", shape.Choice.Select(key => $"'{key}'"))} belongs here", "one of them");
    }

    // A misspelt key is one mistake: it is reported as unknown and not as missing too.
    private void CheckOwnKeys(YamlValue.Map value, Shape.Map shape)
    {
        var missing = shape.Keys.Where(key => key.IsRequired && value.Find(key.Name) is null).ToImmutableArray();
        if (missing.IsEmpty) return;
        var meant = Misspelt(value, shape);
        foreach (var key in missing.Where(key => !meant.ContainsValue(key.Name)))
            Add(value, $"the key '{key.Name}' is missing", key.Shape.Expected);
    }

    private void CheckNamed(YamlValue.Map value, Shape.Named shape)
    {
        if (value.Entries.IsEmpty)
            Add(value, "the mapping is empty", "at least one entry");
        if (value.Entries.Length > Shape.Named.MostEntries)
            Add(value, $"there are {value.Entries.Length} entries", $"at most {Shape.Named.MostEntries}");
        foreach (var entry in value.Entries)
        {
            if (!shape.NameRule.Accepts(entry.Key))
                problems.Add(
                    new Problem(
                        file,
                        entry.Value.Line,
                        value.Path,
                        $"'{YamlReader.Show(entry.Key)}' is not {shape.NameRule.What}",
                        shape.NameRule.Expected
                    )
                );
            Check(entry.Value, shape.Item);
        }
    }

    private void ReportUnknown(YamlValue.Map value, YamlValue.Entry entry, Shape.Map shape, string? nearest)
    {
        if (shape == StackShape.Defaults && entry.Key == "project")
        {
            problems.Add(
                new Problem(
                    file,
                    entry.Value.Line,
                    value.Path,
                    "'project' names one environment's containers and volumes and cannot be a default",
                    "it in each environment"
                )
            );
            return;
        }

        problems.Add(new Problem(
            file,
            entry.Value.Line,
            value.Path,
            $"unknown key '{YamlReader.Show(entry.Key)}'" + (nearest is null ? "" : $"; did you mean '{nearest}'?"),
            nearest is null ? $"one of {string.Join(", ", shape.Keys.Select(key => key.Name))}" : ""));
    }

    // The unknown keys with the known key that each most likely stands for: one that is not there already.
    private static Dictionary<string, string> Misspelt(YamlValue.Map value, Shape.Map shape)
    {
        var free = shape.Keys.Select(key => key.Name).Where(name => value.Find(name) is null).ToArray();
        var unknown = value.Entries.Select(entry => entry.Key).Where(written => shape.Keys.All(key => key.Name != written));
        var meant = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var written in unknown.Take(MostSuggestions))
        {
            if (NearestName.Of(written, free) is { } nearest) meant[written] = nearest;
        }

        return meant;
    }

    private void Add(YamlValue value, string message, string expected) =>
        problems.Add(new Problem(file, value.Line, value.Path, message, expected));
}
