using System.Text;

namespace Output;

/// <summary>
/// Writes where it can. What becomes of a text must not steer what a target does: a full disk under standard output, a terminal that is
/// gone or a reader that has ended loses the text, and nothing else.
/// </summary>
/// <param name="inner">Where the text goes.</param>
/// <param name="onLost">Called once, with the reason, when something could not be written.</param>
internal sealed class GuardedWriter(TextWriter inner, Action<string> onLost) : TextWriter(inner.FormatProvider)
{
    private int isLost;

    /// <inheritdoc />
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Puts one before the console's two writers; the one for errors says what becomes of the other.</summary>
    public static void GuardConsole()
    {
#pragma warning disable CA2000 // Dispose objects before losing scope: the console has them to the end of the process.
        var errors = new GuardedWriter(Console.Error, _ => { });
        Console.SetError(errors);
        Console.SetOut(new GuardedWriter(Console.Out, reason => errors.WriteLine(
            $"Warning: standard output cannot be written ({reason}). The target goes on, and its exit code says how it ends.")));
#pragma warning restore CA2000
    }

    /// <inheritdoc />
    public override void Write(char value) => Guard(() => inner.Write(value));

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Guard(() => inner.Write(buffer, index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Guard(() => inner.Write(value));

    /// <inheritdoc />
    public override void WriteLine(string? value) => Guard(() => inner.WriteLine(value));

    /// <inheritdoc />
    public override void Flush() => Guard(inner.Flush);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref isLost, 1) == 0) onLost(error.Message);
        }
    }
}
