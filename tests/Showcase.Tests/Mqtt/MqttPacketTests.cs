using Showcase.Mqtt;

namespace Showcase.Tests.Mqtt;

public sealed class MqttPacketTests
{
    // Table 2.4 of the standard, and the longest packet that is read.
    public static TheoryData<int, string> Lengths => new()
    {
        { 0, "00" },
        { 1, "01" },
        { 127, "7F" },
        { 128, "8001" },
        { 16_383, "FF7F" },
        { 16_384, "808001" },
        { 1_048_576, "808040" },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_length_is_written_in_digits_of_seven_bits_the_lowest_first(int length, string digits)
    {
        var body = Body(length);

        var bytes = new MqttPacket(0x32, body).ToBytes();

        Assert.Equal([0x32, .. Convert.FromHexString(digits), .. body], bytes);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task A_packet_is_read_by_its_length_and_not_a_byte_further(int length, string digits)
    {
        var body = Body(length);
        using MemoryStream stream = new([0x32, .. Convert.FromHexString(digits), .. body, 0xE0, 0x00]);

        var first = await MqttPacket.ReadAsync(stream, CancellationToken.None);
        var second = await MqttPacket.ReadAsync(stream, CancellationToken.None);

        Assert.Equal(0x32, first.Header);
        Assert.Equal(body, first.Body);
        Assert.Equal(0xE0, second.Header);
        Assert.Empty(second.Body);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Theory]
    [InlineData(2_097_151, "FFFF7F")]
    [InlineData(2_097_152, "80808001")]
    public void A_packet_longer_than_what_is_read_can_still_be_written(int length, string digits)
    {
        var bytes = new MqttPacket(0x32, new byte[length]).ToBytes();

        Assert.Equal(digits, Convert.ToHexString(bytes, 1, digits.Length / 2));
        Assert.Equal(1 + (digits.Length / 2) + length, bytes.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(128)]
    public async Task A_packet_is_read_whole_however_the_network_cut_it(int bytesPerRead)
    {
        var body = Body(300);
        using ChoppedStream stream = new([0x32, 0xAC, 0x02, .. body, 0x40, 0x02, 0x00, 0x01], bytesPerRead);

        var first = await MqttPacket.ReadAsync(stream, CancellationToken.None);
        var second = await MqttPacket.ReadAsync(stream, CancellationToken.None);

        Assert.Equal(body, first.Body);
        Assert.Equal(MqttPacket.PublishAcknowledged, second.Header);
        Assert.Equal([0, 1], second.Body);
    }

    [Fact]
    public async Task A_connection_that_ends_inside_a_packet_is_an_error_wherever_it_ends()
    {
        byte[] whole = [0x32, 0x80, 0x01, .. Body(128)];

        for (var length = 0; length < whole.Length; length++)
        {
            using MemoryStream stream = new(whole[..length]);

            await Assert.ThrowsAsync<EndOfStreamException>(() => MqttPacket.ReadAsync(stream, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("20FFFFFFFF7F", "The packet's length has more than four bytes.")]
    [InlineData("208080808000", "The packet's length has more than four bytes.")]
    [InlineData("20FFFFFF7F", "The packet is too long.")]
    [InlineData("20818040", "The packet is too long.")]
    public async Task A_length_that_no_honest_broker_sends_is_refused_before_its_body_is_read(string bytes, string problem)
    {
        using MemoryStream stream = new(Convert.FromHexString(bytes));

        var error = await Assert.ThrowsAsync<IOException>(() => MqttPacket.ReadAsync(stream, CancellationToken.None));

        Assert.Equal(problem, error.Message);
    }

    [Fact]
    public void A_connection_is_asked_for_with_a_clean_session_and_no_keep_alive()
    {
        var bytes = MqttPacket.Connect("pixel-1").ToBytes();

        Assert.Equal([0x10, 19, 0, 4, .. "MQTT"u8, 4, 0x02, 0, 0, 0, 7, .. "pixel-1"u8], bytes);
    }

    [Fact]
    public void A_message_carries_its_topic_its_number_and_the_payload_as_it_is()
    {
        var bytes = MqttPacket.Publish("é", 0x0102, [0, 255]).ToBytes();

        Assert.Equal([0x32, 8, 0, 2, 0xC3, 0xA9, 1, 2, 0, 255], bytes);
    }

    [Fact]
    public void A_goodbye_has_no_body() => Assert.Equal([0xE0, 0x00], MqttPacket.Disconnect.ToBytes());

    [Fact]
    public void A_text_too_long_for_its_length_of_two_bytes_is_refused_instead_of_cut()
    {
        // 65,536 bytes in 32,768 characters: it is the bytes that count.
        Assert.Throws<OverflowException>(() => MqttPacket.Connect(new string('é', 32_768)));
    }

    private static byte[] Body(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)index)];
}
