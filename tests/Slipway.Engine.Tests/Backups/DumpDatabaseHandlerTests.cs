using System.Text.Json.Nodes;
using Slipway.Core.Commands;
using Slipway.Core.Releases;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Backups;

public class DumpDatabaseHandlerTests : HandlerTest
{
    [Fact]
    public async Task A_dump_is_recorded_with_its_size_and_hash()
    {
        Fake.Commands.On("pg_dump", "PGDMP");

        var evidence = await RunAsync(Dump);

        Assert.Equal("2026-11-20T141002Z: 5 bytes, sha256 5ha256", evidence);
        Assert.Equal("PGDMP", Files[$"{Backups}/2026-11-20T141002Z.dump"]);
        Assert.Equal(
            """{"id":"2026-11-20T141002Z","environment":"dev","database":"shop","bytes":5,"sha256":"5ha256","createdUtc":"2026-11-20T14:10:02+00:00"}""",
            JsonNode.Parse(Files[$"{Backups}/2026-11-20T141002Z.json"])!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dump_removes_those_beyond_the_number_kept_and_no_other_file()
    {
        foreach (var id in new[] { "2026-11-17T000000Z", "2026-11-18T000000Z", "2026-11-19T000000Z" }) (Files[$"{Backups}/{id}.json"], Files[$"{Backups}/{id}.dump"]) = ("{}", "old");
        Files[$"{Backups}/notes.txt"] = "by hand";
        Fake.Commands.On("pg_dump", "PGDMP");

        await RunAsync(Dump);

        Assert.Equal(
            ["2026-11-19T000000Z.dump", "2026-11-19T000000Z.json", "2026-11-20T141002Z.dump", "2026-11-20T141002Z.json", "notes.txt"],
            Fake.Files.ListFiles(Backups));
    }

    [Fact]
    public async Task Those_that_were_taken_last_are_kept_also_where_the_clock_was_ahead_once()
    {
        foreach (var id in new[] { "2026-11-19T000000Z", "2026-11-23T000000Z", "2026-11-23T010000Z", "2026-11-20T120000Z" })
        {
            (Files[$"{Backups}/{id}.json"], Files[$"{Backups}/{id}.dump"]) = ("{}", "old");
            if (id == "2026-11-19T000000Z") continue;
            new Ledger(Fake.Files, Desired.Paths.Ledger(Named.Dev)).Append(new LedgerEntry
            {
                AtUtc = Fake.Clock.GetUtcNow(), Run = 1, Event = LedgerEvent.StepDone, Intent = "Deploy", Step = "backup-database", Text = $"{id}: 3 bytes, sha256 5ha256",
            });
        }

        Fake.Commands.On("pg_dump", "PGDMP");

        await RunAsync(Dump);

        Assert.Equal(["2026-11-20T120000Z.dump", "2026-11-20T141002Z.dump"], Fake.Files.ListFiles(Backups).Where(name => name.EndsWith(".dump", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_dump_that_an_interrupted_run_completed_is_not_taken_again()
    {
        Files[$"{Backups}/{Dump.BackupId}.json"] = "{}";

        Assert.Equal("2026-11-20T141002Z: exists already", await RunAsync(Dump));
        Assert.Empty(Fake.Commands.Run);
    }

    [Fact]
    public async Task A_dump_without_its_record_is_taken_again()
    {
        Files[$"{Backups}/{Dump.BackupId}.dump"] = "half";
        Fake.Commands.On("pg_dump", () => new CommandResult(0, Files.ContainsKey($"{Backups}/{Dump.BackupId}.dump") ? "over the old one" : "PGDMP", ""));

        await RunAsync(Dump);

        Assert.Equal("PGDMP", Files[$"{Backups}/{Dump.BackupId}.dump"]);
    }

    [Theory]
    [InlineData("", 0, "wrote 0 bytes")]
    [InlineData("", 1, "ended with exit code 1 and wrote 0 bytes")]
    [InlineData("PGDMP", 1, "ended with exit code 1")]
    public async Task A_dump_that_fails_or_is_empty_is_no_backup_and_removes_none(string output, int exitCode, string expected)
    {
        foreach (var id in new[] { "2026-11-17T000000Z", "2026-11-18T000000Z", "2026-11-19T000000Z" }) Files[$"{Backups}/{id}.json"] = "{}";
        Fake.Commands.On("pg_dump", output, $"one\npassword {Secret} is wrong\n", exitCode);

        var error = await FailAsync(Dump);

        Assert.StartsWith("`docker exec db pg_dump` ended with exit code ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(["one", "password *** is wrong"], error.Evidence.AsEnumerable());
        Assert.Equal("pg_dump", error.EvidenceOf);
        Assert.Equal(["2026-11-17T000000Z.json", "2026-11-18T000000Z.json", "2026-11-19T000000Z.json"], Fake.Files.ListFiles(Backups).Where(name => name.EndsWith(".json", StringComparison.Ordinal)));
    }
}
