namespace Showcase.Tests.Mqtt;

/// <summary>Gives at most <paramref name="most"/> bytes a read, as a slow network does.</summary>
internal sealed class ChoppedStream(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
}
