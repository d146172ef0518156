using System.Text;

namespace Slipway.Core.Reports;

/// <summary>
/// A line that the runner of GitHub Actions takes for a command, escaped as it reads it (actions/toolkit, packages/core/src/command.ts).
/// </summary>
public static class WorkflowCommand
{
    /// <summary>For example <c>::error file=stack.yaml,line=3::text</c>.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="text">What the command is about; line breaks are kept for the reader.</param>
    /// <param name="properties">The properties, in the order in which they are written.</param>
    public static string Of(string name, string text, params ReadOnlySpan<(string Name, string Value)> properties)
    {
        var line = new StringBuilder("::").Append(name);
        var separator = ' ';
        foreach (var property in properties)
        {
            line.Append(separator).Append(property.Name).Append('=').Append(Property(property.Value));
            separator = ',';
        }

        return line.Append("::").Append(Data(text)).ToString();
    }

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);
}
