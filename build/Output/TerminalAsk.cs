using Slipway.Engine.Ports;

namespace Output;

/// <summary>Questions at the terminal. Where input comes from elsewhere nothing is asked: nobody reads the question.</summary>
/// <param name="reader">Where answers come from.</param>
/// <param name="writer">Where questions go.</param>
/// <param name="isTerminal">Whether somebody sits there.</param>
/// <param name="isYes">Whether every question was answered with yes beforehand (<c>--yes</c>).</param>
internal sealed class TerminalAsk(TextReader reader, TextWriter writer, bool isTerminal, bool isYes) : IAsk
{
    /// <inheritdoc />
    public bool? Confirm(string question)
    {
        if (isYes) return true;
        if (!isTerminal) return null;
        writer.Write($"{question} [y/N] ");
        writer.Flush();
        return ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    // A terminal that is gone answers nothing.
    private string? ReadLine()
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
