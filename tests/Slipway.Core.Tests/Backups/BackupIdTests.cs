using System.Text.Json;
using Slipway.Core.Backups;

namespace Slipway.Core.Tests.Backups;

public class BackupIdTests
{
    [Fact]
    public void An_id_is_the_time_in_UTC_to_the_second() =>
        Assert.Equal("2026-11-20T141002Z", BackupId.At(new DateTimeOffset(2026, 11, 20, 15, 10, 2, 999, TimeSpan.FromHours(1))).ToString());

    [Fact]
    public void An_id_reads_back_as_it_was_written() =>
        Assert.Equal(BackupId.At(new DateTimeOffset(2026, 11, 20, 14, 10, 2, TimeSpan.Zero)), BackupId.Parse("2026-11-20T141002Z"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../2026-11-20T141002Z")]
    [InlineData("2026-11-20T141002Z ")]
    [InlineData("2026-11-20T246002Z")]
    [InlineData("2026-11-20.1")]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(BackupId.TryParse(text, out _));
        Assert.Equal($"'{text}' is not a valid backup id.", Assert.Throws<FormatException>(() => BackupId.Parse(text)).Message);
    }

    [Fact]
    public void As_JSON_it_is_its_text()
    {
        var id = BackupId.Parse("2026-11-20T141002Z");

        Assert.Equal("\"2026-11-20T141002Z\"", JsonSerializer.Serialize(id));
        Assert.Equal(id, JsonSerializer.Deserialize<BackupId>("\"2026-11-20T141002Z\""));
    }

    [Fact]
    public void No_id_is_given_twice_where_a_clock_is_set_back()
    {
        var time = new DateTimeOffset(2026, 11, 20, 14, 10, 2, 700, TimeSpan.Zero);
        BackupId[] given = [BackupId.Parse("2026-11-20T141002Z"), BackupId.Parse("2026-11-20T141003Z")];

        Assert.Equal("2026-11-20T141004Z", BackupId.Next(time, given).ToString());
        Assert.Equal("2026-11-20T141002Z", BackupId.Next(time, []).ToString());
    }
}
