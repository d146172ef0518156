using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Build.Tests.Output;

/// <summary>What a terminal shows after it was sent some text: enough of one to move the cursor, to erase and to colour.</summary>
internal sealed partial class Screen
{
    private readonly List<List<(char Character, string Style)>> rows = [[]];
    private int row;
    private int column;
    private string style = "";

    /// <summary>The lines, with their colours as tags.</summary>
    public static string After(string sent)
    {
        var screen = new Screen();
        foreach (Match part in Parts().Matches(sent)) screen.Take(part);
        return string.Join('\n', screen.rows.Select(Line)).TrimEnd('\n');
    }

    private void Take(Match part)
    {
        var number = int.TryParse(part.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        switch (part.Groups["code"].Value)
        {
            case "A":
                row -= number;
                break;
            case "J" when number == 0:
                rows.RemoveRange(row + 1, rows.Count - row - 1);
                rows[row].RemoveRange(column, rows[row].Count - column);
                break;
            case "K" when number == 2:
                rows[row].Clear();
                break;
            case "m":
                style = number switch { 0 => "", 2 => "dim", 32 => "green", 91 => "red", 93 => "yellow", 96 => "aqua", _ => $"colour {number}" };
                break;
            case "h" or "l":
                break;
            case "":
                Print(part.Value[0]);
                break;
            default:
                throw new NotSupportedException($"This terminal does not know {part.Value[1..]}.");
        }
    }

    private void Print(char character)
    {
        if (character == '\r') column = 0;
        else if (character == '\n') (row, column) = (row + 1, 0);
        while (rows.Count <= row) rows.Add([]);
        if (character is '\r' or '\n') return;
        while (rows[row].Count <= column) rows[row].Add((' ', ""));
        rows[row][column++] = (character, style);
    }

    private static string Line(List<(char Character, string Style)> cells)
    {
        var text = new StringBuilder();
        var last = "";
        foreach (var (character, style) in cells)
        {
            if (style != last) text.Append(CultureInfo.InvariantCulture, $"<{(style.Length > 0 ? style : "/")}>");
            last = style;
            text.Append(character);
        }

        return (text + (last.Length > 0 ? "</>" : "")).TrimEnd();
    }

    [GeneratedRegex(@"\x1B\[\??(?<number>\d*)(?<code>[A-Za-z])|[\s\S]")]
    private static partial Regex Parts();
}
