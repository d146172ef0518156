using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Adapters.Locks;
using Slipway.Adapters.Processes;
using Slipway.Core.Problems;
using Slipway.Core.Releases;

namespace Slipway.Adapters.Tests.Locks;

public sealed class FileLocksTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Place place = new();
    private readonly ManualClock clock = new();
    private readonly FileLocks ada;
    private readonly FileLocks bob;

    public FileLocksTests()
    {
        ada = new FileLocks("ada0", clock) { Settles = TimeSpan.FromMilliseconds(50) };
        bob = new FileLocks("bob0", clock) { Settles = TimeSpan.FromMilliseconds(50) };
    }

    private string LockFile => place["state/dev/lock"];

    private string LeaseFile => LockFile + ".lease";

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_lock_is_taken_once_and_the_second_one_is_told_by_whom()
    {
        using (var mine = ada.TryTake(LockFile, "DeployDev", out var nobody))
        {
            Assert.NotNull(mine);
            Assert.Null(nobody);
            Assert.Null(mine.Left);

            Assert.Null(bob.TryTake(LockFile, "Rollback", out var holder));

            Assert.Equal(("ada0", Environment.UserName, Environment.MachineName, Environment.ProcessId, "DeployDev"), (holder!.Owner, holder.User, holder.Host, holder.ProcessId, holder.Doing));
            Assert.Equal((clock.GetUtcNow(), clock.GetUtcNow()), (holder.SinceUtc, holder.HeartbeatUtc));
            using var self = Process.GetCurrentProcess();
            Assert.Equal(self.StartTime.ToUniversalTime(), holder.ProcessStartedUtc!.Value.UtcDateTime, TimeSpan.FromSeconds(1));
            Assert.Equal(holder with { Before = default }, bob.Read(LockFile)! with { Before = default });
        }

        Assert.Null(bob.Read(LockFile));
        using var free = bob.TryTake(LockFile, "Rollback", out _);
        Assert.NotNull(free);
        Assert.Null(free.Left);
    }

    [Fact]
    public void A_lease_is_for_its_owner_only_and_is_gone_with_the_lock()
    {
        using (ada.TryTake(LockFile, "DeployDev", out _))
        {
            Assert.Equal((Private, Private), (File.GetUnixFileMode(LockFile), File.GetUnixFileMode(LeaseFile)));
            if (OperatingSystem.IsLinux()) Assert.Equal(36, JsonNode.Parse(File.ReadAllText(LeaseFile))!["bootId"]!.GetValue<string>().Length);
        }

        Assert.Equal(["lock"], Directory.EnumerateFiles(place["state/dev"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_the_lock()
    {
        using var all = new Barrier(8);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Factory.StartNew(() =>
        {
            all.SignalAndWait();
            var taken = new FileLocks($"owner{number}", TimeProvider.System).TryTake(LockFile, "DeployDev", out var holder);
            return (Number: number, Taken: taken, Holder: holder);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var winner = Assert.Single(answers, answer => answer.Taken is not null);
        Assert.All(answers.Where(answer => answer.Taken is null), answer => Assert.Equal($"owner{winner.Number}", answer.Holder!.Owner));
        winner.Taken!.Dispose();
    }

    [Fact]
    public void A_lock_keeps_out_programs_that_know_only_the_kernels()
    {
        using (ada.TryTake(LockFile, "DeployDev", out _)) Assert.Equal(1, Run("flock", "--nonblock", LockFile, "true"));

        Assert.Equal(0, Run("flock", "--nonblock", LockFile, "true"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"owner\": \"ada0\", \"us")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\0\0\0\0")]
    public async Task A_damaged_lease_names_nobody_and_is_in_nobodys_way(string? damaged)
    {
        Directory.CreateDirectory(place["state/dev"]);
        if (damaged is not null) await File.WriteAllTextAsync(LeaseFile, damaged);
        using (var other = await HoldWithFlockAsync())
        {
            Assert.Null(ada.TryTake(LockFile, "DeployDev", out var holder));
            Assert.Null(holder);
            Assert.Null(ada.Read(LockFile));
            other.Kill();
            await other.WaitForExitAsync();
        }

        using var mine = ada.TryTake(LockFile, "DeployDev", out _);
        Assert.NotNull(mine);
        Assert.Null(mine.Left);
        Assert.Equal("ada0", bob.Read(LockFile)!.Owner);
    }

    [Fact]
    public async Task A_lease_of_a_dead_owner_names_nobody_while_a_stranger_has_the_lock()
    {
        Leave(Lease() with { ProcessId = await EndedProcessAsync(), HeartbeatUtc = clock.GetUtcNow().AddMinutes(-1) });
        using var other = await HoldWithFlockAsync();

        Assert.Null(ada.TryTake(LockFile, "DeployDev", out var holder));

        Assert.Null(holder);
        other.Kill();
        await other.WaitForExitAsync();
    }

    [Fact]
    public async Task A_living_process_is_named_with_what_it_does_and_gives_the_lock_back_at_its_end()
    {
        var now = new FileLocks("bob0", TimeProvider.System);
        using var holder = await LockHolder.StartAsync(LockFile, "holder0", "DeployDev");
        Assert.Null(now.TryTake(LockFile, "Rollback", out var first));
        Assert.Equal(("holder0", holder.Id, "DeployDev"), (first!.Owner, first.ProcessId, first.Doing));

        holder.Note("DeployDev: start-services");
        await WaitUntilAsync(() => now.Read(LockFile)?.Doing == "DeployDev: start-services");

        Assert.Null(now.TryTake(LockFile, "Rollback", out var second));
        Assert.Equal(("DeployDev: start-services", first.SinceUtc), (second!.Doing, second.SinceUtc));
        Assert.True(second.HeartbeatUtc > first.HeartbeatUtc);

        await holder.EndAsync();

        using var mine = now.TryTake(LockFile, "Rollback", out _);
        Assert.NotNull(mine);
        Assert.Null(mine.Left);
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_taken_over_although_a_program_of_its_lives_on()
    {
        var now = new FileLocks("bob0", TimeProvider.System);
        using var holder = await LockHolder.StartAsync(LockFile, "holder0", "DeployDev: start-services");
        Assert.Null(now.TryTake(LockFile, "Rollback", out _));

        await holder.KillAsync();

        Assert.True(holder.ChildLives());
        Assert.Null(now.Read(LockFile));
        using var mine = now.TryTake(LockFile, "Rollback", out var nobody);
        Assert.NotNull(mine);
        Assert.Null(nobody);
        Assert.Equal(("holder0", holder.Id, "DeployDev: start-services"), (mine.Left!.Owner, mine.Left.ProcessId, mine.Left.Doing));
        Assert.Equal("its process has ended", mine.LeftReason);
        Assert.Equal(["holder0"], now.Read(LockFile)!.Before.AsEnumerable());
    }

    [Fact]
    public void Owners_that_died_one_after_the_other_are_not_forgotten()
    {
        Leave(Lease() with { BootId = "an earlier start", Before = [.. Enumerable.Range(0, 20).Select(number => $"owner{number}")] });

        using var mine = ada.TryTake(LockFile, "Resume", out _);

        Assert.Equal([.. Enumerable.Range(5, 15).Select(number => $"owner{number}"), "left0"], bob.Read(LockFile)!.Before.AsEnumerable());
    }

    [Fact]
    public void A_process_that_was_given_the_id_of_a_dead_owner_is_not_taken_for_it()
    {
        Leave(Lease() with { ProcessStartedUtc = LocalProcess.OwnStartUtc.AddMinutes(-5) });
        Assert.Null(ada.Read(LockFile));

        using var mine = ada.TryTake(LockFile, "DeployDev", out _);

        Assert.Equal(("left0", "its process has ended"), (mine!.Left!.Owner, mine.LeftReason));
    }

    [Fact]
    public void A_lease_from_before_the_host_was_started_anew_is_a_dead_owners()
    {
        Leave(Lease() with { BootId = "an earlier start" });

        using var mine = ada.TryTake(LockFile, "DeployDev", out _);

        Assert.Equal(("left0", "its host was started anew since"), (mine!.Left!.Owner, mine.LeftReason));
    }

    [Fact]
    public void Where_the_kernel_gives_the_lock_a_living_owner_on_this_host_keeps_it_all_the_same()
    {
        Leave(Lease() with { HeartbeatUtc = clock.GetUtcNow().AddHours(-1) });

        Assert.Null(ada.TryTake(LockFile, "DeployDev", out var holder));

        Assert.Equal("left0", holder!.Owner);
        Assert.Equal("left0", ada.Read(LockFile)!.Owner);
        Assert.Equal(0, Run("flock", "--nonblock", LockFile, "true"));
    }

    [Fact]
    public void An_owner_on_another_host_is_alive_while_it_gives_signs_of_life()
    {
        Leave(Lease() with { Host = "elsewhere", BootId = "another", ProcessId = 1 });
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(ada.TryTake(LockFile, "DeployDev", out var holder));
        Assert.Equal("elsewhere", holder!.Host);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(ada.Read(LockFile));
        using var mine = ada.TryTake(LockFile, "DeployDev", out _);
        Assert.Equal(("left0", "its last heartbeat is 30 s old"), (mine!.Left!.Owner, mine.LeftReason));
    }

    [Fact]
    public void A_lease_of_our_own_that_could_not_be_removed_is_nobodys()
    {
        using (ada.TryTake(LockFile, "DeployDev", out _)) File.Copy(LeaseFile, place["kept"]);
        File.Copy(place["kept"], LeaseFile);

        using var mine = ada.TryTake(LockFile, "Rollback", out _);

        Assert.NotNull(mine);
        Assert.Null(mine.Left);
    }

    [Fact]
    public void A_holder_gives_a_sign_of_life_every_five_seconds_until_it_gives_the_lock_back()
    {
        var since = clock.GetUtcNow();
        using (var mine = ada.TryTake(LockFile, "DeployDev", out _))
        {
            foreach (var beat in Enumerable.Range(1, 3))
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                var lease = bob.Read(LockFile)!;
                Assert.Equal((since, since.AddSeconds(5 * beat), "DeployDev"), (lease.SinceUtc, lease.HeartbeatUtc, lease.Doing));
            }

            clock.Advance(TimeSpan.FromSeconds(1));
            mine!.Note("DeployDev: build-images");
            Assert.Equal((since.AddSeconds(16), "DeployDev: build-images"), (bob.Read(LockFile)!.HeartbeatUtc, bob.Read(LockFile)!.Doing));
            clock.Advance(TimeSpan.FromSeconds(4));
            Assert.Equal((since.AddSeconds(20), "DeployDev: build-images"), (bob.Read(LockFile)!.HeartbeatUtc, bob.Read(LockFile)!.Doing));
        }

        Assert.Equal(0, clock.Timers);
    }

    [Fact]
    public void After_the_lock_was_given_back_nothing_brings_the_lease_back()
    {
        var mine = ada.TryTake(LockFile, "DeployDev", out _)!;
        mine.Dispose();

        mine.Note("DeployDev: too late");

        Assert.False(File.Exists(LeaseFile));
        using var next = bob.TryTake(LockFile, "Rollback", out _);
        mine.Dispose();
        Assert.Equal("bob0", ada.Read(LockFile)!.Owner);
    }

    [Fact]
    public async Task Notes_and_signs_of_life_at_once_leave_a_whole_lease_with_the_last_note()
    {
        using var mine = ada.TryTake(LockFile, "DeployDev", out _)!;
        var beats = Task.Run(() =>
        {
            for (var count = 0; count < 200; count++) clock.Advance(TimeSpan.FromSeconds(5));
        });
        for (var count = 0; count < 200; count++)
        {
            mine.Note($"DeployDev: step {count}");
            Assert.Equal($"DeployDev: step {count}", bob.Read(LockFile)!.Doing);
        }

        await beats;
        Assert.Equal("DeployDev: step 199", bob.Read(LockFile)!.Doing);
        Assert.Equal(["lock", "lock.lease"], Directory.EnumerateFiles(place["state/dev"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_sign_of_life_that_cannot_be_written_is_no_reason_to_stop_working()
    {
        using var mine = ada.TryTake(LockFile, "DeployDev", out _)!;
        File.Delete(LeaseFile);
        Directory.CreateDirectory(LeaseFile);

        mine.Note("DeployDev: build-images");
        clock.Advance(TimeSpan.FromSeconds(5));

        Directory.Delete(LeaseFile);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("DeployDev: build-images", bob.Read(LockFile)!.Doing);
    }

    [Fact]
    public void Who_slept_so_long_that_another_host_took_over_leaves_the_others_lease_alone()
    {
        using (var mine = ada.TryTake(LockFile, "DeployDev", out _)!)
        {
            Leave(Lease() with { Host = "elsewhere" });
            var written = File.ReadAllText(LeaseFile);

            clock.Advance(TimeSpan.FromSeconds(5));
            mine.Note("DeployDev: start-services");

            Assert.Equal(written, File.ReadAllText(LeaseFile));
        }

        Assert.True(File.Exists(LeaseFile));
    }

    [Fact]
    public void A_lock_that_cannot_be_written_is_an_error_with_a_remedy()
    {
        Directory.CreateDirectory(LockFile);

        var error = Assert.Throws<SlipwayException>(() => ada.TryTake(LockFile, "DeployDev", out _));

        Assert.Equal((ExitCode.Failed, $"Cannot lock {LockFile}."), (error.ExitCode, error.Failure.What));
        Assert.Contains("ls -ld", error.Failure.Do, StringComparison.Ordinal);
    }

    /// <summary>A lease of this very process, as it would be had it come by the lock with another owner's id.</summary>
    private Lease Lease() => new()
    {
        Owner = "left0",
        User = "ada",
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        BootId = BootId.Read(),
        ProcessStartedUtc = LocalProcess.OwnStartUtc,
        SinceUtc = clock.GetUtcNow(),
        HeartbeatUtc = clock.GetUtcNow(),
        Doing = "DeployDev: start-services",
    };

    private void Leave(Lease lease)
    {
        Directory.CreateDirectory(place["state/dev"]);
        File.WriteAllText(LeaseFile, JsonSerializer.Serialize(lease, JsonSerializerOptions.Web));
    }

    private async Task<Process> HoldWithFlockAsync()
    {
        var other = Process.Start(new ProcessStartInfo("flock", ["--no-fork", LockFile, "sh", "-c", "echo held; exec sleep 300"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());
        return other;
    }

    private static async Task<int> EndedProcessAsync()
    {
        using var process = Process.Start("true");
        await process.WaitForExitAsync();
        return process.Id;
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        for (var began = Stopwatch.GetTimestamp(); !isSo();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
            await Task.Delay(20);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
