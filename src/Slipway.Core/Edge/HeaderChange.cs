namespace Slipway.Core.Edge;

/// <summary>
/// What a directive does to a header: <c>header</c>, <c>request_header</c>, or inside a proxy <c>header_down</c> and <c>header_up</c>.
/// </summary>
/// <param name="Field">The header's name, as it is written; for what is removed it may have a <c>*</c> at either end.</param>
/// <param name="Value">The value; empty where the header is removed.</param>
/// <param name="Operation">Empty for set, else <c>-</c> removed, <c>+</c> added, <c>?</c> set where it is missing, <c>&gt;</c> set
/// late.</param>
/// <param name="File">The file that it stands in.</param>
/// <param name="Line">Its line there, from 1.</param>
public sealed record HeaderChange(string Field, string Value, string Operation, string File, int Line)
{
    /// <summary>Whether the header is removed.</summary>
    public bool Removes => Operation == "-";

    /// <summary>Whether it sets this header, of whichever case.</summary>
    public bool Sets(string field) => !Removes && Field.Equals(field, StringComparison.OrdinalIgnoreCase);

    /// <summary>The changes of a directive: one, or one for each line of its block. A change of a part of a value is left out.</summary>
    public static IEnumerable<HeaderChange> Of(CaddyDirective directive) =>
        directive.Block.IsEmpty
            ? Of(directive, directive.Values is [var first, .. var rest] ? [first, .. rest] : [])
            : directive
                .Block.Where(line => line.Name is not ("defer" or "match"))
                .SelectMany(line => Of(line, [line.Name, .. line.Arguments]));

    private static IEnumerable<HeaderChange> Of(CaddyDirective line, ReadOnlySpan<string> words) =>
        words switch
        {
            [] or [_, _, _, ..] => [],
            [var field, .. var value] =>
            [
                new HeaderChange(
                    field.TrimStart('+', '-', '?', '>'),
                    value is [var text] ? text : "",
                    field[..1] is "+" or "-" or "?" or ">" ? field[..1] : "",
                    line.File,
                    line.Line
                ),
            ],
        };
}
