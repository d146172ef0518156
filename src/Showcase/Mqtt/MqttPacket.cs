using System.Buffers.Binary;
using System.Text;

namespace Showcase.Mqtt;

/// <summary>
/// A packet of MQTT 3.1.1: the first byte (type and flags) and what follows the length. See the OASIS standard, chapters 2 and 3.
/// </summary>
internal sealed record MqttPacket(byte Header, byte[] Body)
{
    public const byte ConnectAcknowledged = 0x20;
    public const byte PublishAcknowledged = 0x40;
    private const int MaxBodyBytes = 1024 * 1024;

    public static MqttPacket Disconnect { get; } = new(0xE0, []);

    /// <summary>A clean session without a keep-alive, since the connection ends with the message.</summary>
    public static MqttPacket Connect(string clientId) => new(0x10, [.. Text("MQTT"), 4, 0x02, 0, 0, .. Text(clientId)]);

    /// <summary>A message at quality of service 1, which the broker acknowledges with <paramref name="id"/>.</summary>
    public static MqttPacket Publish(string topic, ushort id, ReadOnlySpan<byte> payload) =>
        new(0x32, [.. Text(topic), .. Number(id), .. payload]);

    public byte[] ToBytes()
    {
        List<byte> bytes = [Header];
        int rest = Body.Length;
        do
        {
            byte digit = (byte)(rest % 128);
            rest /= 128;
            bytes.Add(rest > 0 ? (byte)(digit | 0x80) : digit);
        }
        while (rest > 0);
        return [.. bytes, .. Body];
    }

    /// <summary>Reads exactly one packet, however the network cut it.</summary>
    public static async Task<MqttPacket> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] one = new byte[1];
        await stream.ReadExactlyAsync(one, cancellation);
        byte header = one[0];
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(one, cancellation);
            length |= (one[0] & 0x7F) << shift;
            if ((one[0] & 0x80) == 0)
                break;
            if (shift == 21)
                throw new IOException("The packet's length has more than four bytes.");
        }

        if (length > MaxBodyBytes)
            throw new IOException("The packet is too long.");
        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation);
        return new MqttPacket(header, body);
    }

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [.. Number(checked((ushort)bytes.Length)), .. bytes];
    }

    private static byte[] Number(ushort number)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }
}
