using System.Text;
using Output;

namespace Slipway.Build.Tests.Output;

public sealed class GuardedWriterTests
{
    [Fact]
    public void What_cannot_be_written_is_said_once_and_stops_nobody()
    {
        var said = new List<string>();
        using var full = new FullDisk();
        using var writer = new GuardedWriter(full, said.Add);

        writer.WriteLine("one");
        writer.Write('2');
        writer.Write("three".ToCharArray(), 0, 5);
        writer.WriteLine($"four {4}");
        writer.Flush();

        Assert.Equal(["No space left on device"], said);
    }

    [Fact]
    public void What_can_be_written_is_written_as_it_is()
    {
        using var inner = new StringWriter { NewLine = "\n" };
        using var writer = new GuardedWriter(inner, Assert.Fail);

        writer.Write("one ");
        writer.WriteLine("two");
        writer.Write('x');

        Assert.Equal(("one two\nx", "utf-16"), (inner.ToString(), writer.Encoding.WebName));
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }
}
