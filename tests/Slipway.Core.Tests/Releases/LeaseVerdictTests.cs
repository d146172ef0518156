using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Releases;

public class LeaseVerdictTests
{
    private const int Process = 123;
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 0, 33, TimeSpan.Zero);
    private static readonly DateTimeOffset Started = Now.AddHours(-1);

    [Theory]
    [InlineData("host", "boot-1", 0, true, true, "its process runs")]
    [InlineData("HOST", "boot-1", 0, true, true, "its process runs")]
    // A process that lives is alive also when its disk was too full for signs of life.
    [InlineData("host", "boot-1", 3600, true, true, "its process runs")]
    [InlineData("host", "boot-1", 0, false, false, "its process has ended")]
    // After a restart of the host, the id may be that of another process.
    [InlineData("host", "boot-0", 0, true, false, "its host was started anew since")]
    // Systems without an id of their start.
    [InlineData("host", "", 0, true, true, "its process runs")]
    [InlineData("host", "", 0, false, false, "its process has ended")]
    // From another host, nobody's processes can be seen: neither one of the same id nor the lack of one means anything.
    [InlineData("other", "boot-9", 0, false, true, "its last heartbeat is 0 s old")]
    [InlineData("other", "boot-9", 29, false, true, "its last heartbeat is 29 s old")]
    [InlineData("other", "boot-9", 30, true, false, "its last heartbeat is 30 s old")]
    [InlineData("other", "boot-9", 86400, true, false, "its last heartbeat is 86400 s old")]
    // A clock that is ahead.
    [InlineData("other", "boot-9", -90, false, true, "its last heartbeat is 0 s old")]
    // Containers of one kernel: its id is the same, their processes are not.
    [InlineData("other", "boot-1", 29, false, true, "its last heartbeat is 29 s old")]
    public void The_holder_is_alive_where_something_shows_it(string host, string bootId, int ageSeconds, bool processLives, bool isAlive, string reason)
    {
        var lease = Lease() with { Host = host, BootId = bootId, HeartbeatUtc = Now.AddSeconds(-ageSeconds) };

        var verdict = LeaseVerdict.Of(lease, new LeaseWitness("host", "boot-1", Now, (id, started) => processLives && id == Process && started == Started));

        Assert.Equal(new LeaseVerdict(isAlive, reason), verdict);
    }

    [Fact]
    public void A_witness_without_an_id_of_the_hosts_start_asks_for_the_process() =>
        Assert.Equal(new LeaseVerdict(true, "its process runs"), LeaseVerdict.Of(Lease(), new LeaseWitness("host", "", Now, (_, _) => true)));

    internal static Lease Lease() => new()
    {
        Owner = "0f0f",
        User = "ada",
        Host = "host",
        ProcessId = Process,
        BootId = "boot-1",
        ProcessStartedUtc = Started,
        SinceUtc = Now.AddSeconds(-30),
        HeartbeatUtc = Now.AddSeconds(-4),
        Doing = "DeployProd: start-services",
    };
}
