using System.Text;

namespace Slipway.Adapters.Processes;

/// <summary>Cuts text that comes in pieces into lines. A carriage return ends a line too: progress bars use it.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    private readonly StringBuilder line = new();
    private bool afterReturn;

    /// <summary>Takes the next piece.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character is '\r' || (character is '\n' && !afterReturn)) Flush();
            else if (character is not '\n') line.Append(character);
            afterReturn = character is '\r';
        }
    }

    /// <summary>There is no more; what is left is a line.</summary>
    public void End()
    {
        if (line.Length > 0) Flush();
    }

    private void Flush()
    {
        var text = line.ToString();
        line.Clear();
        onLine(text);
    }
}
