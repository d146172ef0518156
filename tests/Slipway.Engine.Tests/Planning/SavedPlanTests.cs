using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Postgres;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Planning;

/// <summary>A plan that is saved and run, with a host in memory.</summary>
public class SavedPlanTests
{
    private const string PlanPath = "/home/ada/release.plan";
    private const string KeyPath = "/state/fingerprint.key";
    private const string Secret = FakeShop.Secret;

    private static readonly Intent DeployDev = new(IntentKind.Deploy, Named.Dev);

    private static readonly ReleaseId Release = ReleaseId.Parse("2026-11-19.1");

    private readonly FakeShop shop = new();

    private FakeHost Host => shop.Fake;

    private SortedDictionary<string, string> Files => Host.Files.Texts;

    private UseCases UseCases => new(Host.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));

    [Fact]
    public async Task A_plan_that_is_not_saved_leaves_nothing_behind()
    {
        var before = Files.Keys.ToArray();

        await UseCases.MakePlan.RunAsync(DeployDev, CancellationToken.None);

        Assert.Equal(before, Files.Keys);
    }

    [Fact]
    public async Task A_saved_plan_and_its_key_hold_no_secret()
    {
        await SaveAsync();

        Assert.DoesNotContain(Secret, Files[PlanPath], StringComparison.Ordinal);
        Assert.Contains("\"env key DB_PASSWORD of .env.dev\"", Files[PlanPath], StringComparison.Ordinal);
        Assert.Equal("R" + new string('x', 63) + "\n", Files[KeyPath]);
        Assert.DoesNotContain(Files[KeyPath].Trim(), Files[PlanPath], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_the_first_saved_plan_stays()
    {
        Files[KeyPath] = "an earlier key\n";

        await SaveAsync();

        Assert.Equal("an earlier key\n", Files[KeyPath]);
    }

    [Theory]
    [InlineData("value")]
    [InlineData("commit")]
    [InlineData("container")]
    [InlineData("mounted file")]
    [InlineData("key")]
    public async Task A_plan_that_is_out_of_date_is_refused_by_name_and_nothing_is_run(string cause)
    {
        await SaveAsync();
        var said = Change(cause);
        var files = Files.ToArray();
        Host.Commands.Run.Clear();

        var error = await Assert.ThrowsAsync<SlipwayException>(RunAsync);

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(
            $"""
            DeployDev refused release.plan: 1 thing changed since the plan was made.
              Why:  {said}
              Do:   make a new plan and look at it; then run that one.
              Now:  nothing was changed.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Equal(files, Files);
        Assert.DoesNotContain(Host.Commands.Run, command => command.Contains(" build", StringComparison.Ordinal) || command.Contains(" up", StringComparison.Ordinal));
        Assert.Equal("gave back /state/shop/dev/lock", Host.Locks.Lines[^1]);
    }

    [Fact]
    public async Task A_plan_that_fits_is_run_for_its_own_point_in_time_and_a_fresh_env_file_is_no_reason_against_it()
    {
        // Chance gives one letter here, which a rule finds too weak for a secret.
        Files["/srv/shop/stack.yaml"] += "\naccepted: [{rule: secrets/weak, at: DB_PASSWORD, reason: a test}]\n";
        Files.Remove("/srv/shop/.env.dev");
        var plan = await SaveAsync();
        Host.Clock.Advance(TimeSpan.FromDays(3));
        var draw = 0;
        var random = Host.Host with { RandomText = length => $"R{++draw}".PadRight(length, 'y') };
        Host.Commands.On("docker pull", error: "no space left", exitCode: 1);
        Host.Commands.On("docker version", "{}");

        var operations = new UseCases(random, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));
        var error = await Assert.ThrowsAsync<SlipwayException>(() => operations.RunAsync(DeployDev, CancellationToken.None, operations.PlanFile(PlanPath, "release.plan")));

        // It gets as far as the first effect: the plan was taken, and the look at the host before the first effect found it as it was.
        Assert.StartsWith($"DeployDev stopped at pull-images of release {plan.Release}.", error.Message, StringComparison.Ordinal);
        Assert.Equal("2026-11-20.1", plan.Release.ToString());
        Assert.Contains(Host.Report.Lines, line => line.StartsWith("done check-plan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_of_a_backup_is_run_once()
    {
        AnswerRunningDatabase("shop-dev");
        var intent = new Intent(IntentKind.Backup, Named.Dev);
        var plan = await UseCases.MakePlan.RunAsync(intent, CancellationToken.None, UseCases.PlanFile(PlanPath, "release.plan"));
        Files[$"/state/shop/dev/backups/{plan.Steps.Select(step => step.Action).OfType<DumpDatabase>().Single().BackupId}.json"] = "{}";

        var error = await Assert.ThrowsAsync<SlipwayException>(() => UseCases.RunAsync(intent, CancellationToken.None, UseCases.PlanFile(PlanPath, "release.plan")));

        Assert.Equal((ExitCode.Refused, "backup 2026-11-20T141002Z was taken"), (error.ExitCode, error.Failure.Why));
    }

    [Fact]
    public async Task A_clock_that_stands_before_the_ledger_is_said_before_the_plan()
    {
        new Ledger(Host.Files, "/state/shop/dev/ledger.jsonl").Append(new LedgerEntry { AtUtc = Host.Clock.GetUtcNow().AddDays(3), Run = 1, Event = LedgerEvent.RunFailed, Intent = "Deploy" });

        await UseCases.MakePlan.RunAsync(DeployDev, CancellationToken.None);

        Assert.Contains(Host.Report.Lines, line => line.StartsWith("warn this host's clock says 2026-11-20 14:10:02 UTC, and the ledger of dev has an entry of 2026-11-23", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_file_that_is_missing_is_wrong_usage_before_anything_is_locked()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(RunAsync);

        Assert.Equal((ExitCode.Usage, "there is no file release.plan."), (error.ExitCode, error.Failure.What));
        Assert.Contains("--target=Plan --for=DeployDev --plan=release.plan", error.Failure.Do, StringComparison.Ordinal);
        Assert.Empty(Host.Locks.Lines);
    }

    [Fact]
    public async Task A_plan_is_not_saved_where_it_would_be_new_source_itself()
    {
        Host.Source.Content = folder => string.Join(' ', Host.Files.Texts.Keys.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal)));

        var error = await Assert.ThrowsAsync<SlipwayException>(() => UseCases.MakePlan.RunAsync(DeployDev, CancellationToken.None, UseCases.PlanFile("/srv/shop/api/release.plan", "release.plan")));

        Assert.Equal((ExitCode.Usage, "release.plan lies in a folder that images are built from."), (error.ExitCode, error.Failure.What));
        Assert.DoesNotContain("/srv/shop/api/release.plan", Files.Keys);
    }

    [Theory]
    [InlineData("dev", true, 1)]
    [InlineData("dev", false, 1)]
    [InlineData("dev", null, 1)]
    [InlineData("prod", true, 0)]
    public async Task Who_would_leave_data_behind_is_asked_outside_production(string environment, bool? answer, int questions)
    {
        HasRelease(EnvironmentName.Parse(environment), $"shop-{environment}_db-data");
        shop.AnswerCompose(environment, $"shop-{environment}_other");
        Host.Commands.On("docker volume ls", $"shop-{environment}_db-data\n");
        Host.Ask.Answer = answer;

        var plan = await Record.ExceptionAsync(() => UseCases.MakePlan.RunAsync(new Intent(IntentKind.Deploy, EnvironmentName.Parse(environment)), CancellationToken.None));

        Assert.Equal(questions, Host.Ask.Asked.Count);
        Assert.All(Host.Ask.Asked, question => Assert.Contains($"shop-{environment}_db-data, which release {Release} uses, would be left behind.", question, StringComparison.Ordinal));
        if (environment == "dev" && answer == true) Assert.Null(plan);
        else Assert.Equal(ExitCode.Refused, Assert.IsType<SlipwayException>(plan, exactMatch: false).ExitCode);
        if (answer == false) Assert.Contains("answered with no", plan!.Message, StringComparison.Ordinal);
        if (answer is null) Assert.Contains("--allow-new-volume=shop-dev_other", plan!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_is_part_of_the_saved_plan()
    {
        HasRelease(Named.Dev, "shop-dev_db-data");
        shop.AnswerCompose("dev", "shop-dev_other");
        Host.Ask.Answer = true;

        var plan = await SaveAsync();

        Assert.Equal(["shop-dev_other"], plan.Intent.AllowedVolumes.AsEnumerable());
        Assert.Equal(["shop-dev_other"], SealedPlan.Parse(Files[PlanPath], "release.plan").Intent.AllowedVolumes.AsEnumerable());
    }

    [Fact]
    public async Task The_database_that_runs_is_asked_for_its_migrations()
    {
        AnswerRunningDatabase("shop-dev");

        var observed = await ObserveAsync();

        Assert.Equal(["0001", "0002"], observed.AppliedMigrations!);
        Assert.Contains(PostgresCommands.Query("shop-dev-db", "owner", "shop").ToString(), Host.Commands.Run);
        Assert.Contains("('\"schema_migrations\"', 'version', '\"version\"', 'true')", Assert.Single(Host.Commands.Inputs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_has_unknown_migrations()
    {
        AnswerRunningDatabase("shop-dev");
        Host.Commands.On("ON_ERROR_STOP", error: "the database system is starting up", exitCode: 2);

        Assert.Null((await ObserveAsync()).AppliedMigrations);
    }

    [Fact]
    public async Task A_database_that_does_not_run_is_not_asked()
    {
        Assert.Null((await ObserveAsync()).AppliedMigrations);
        Assert.DoesNotContain(Host.Commands.Run, command => command.Contains("ON_ERROR_STOP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guests_have_a_name_of_the_project_or_are_on_its_networks_and_belong_to_no_project()
    {
        Host.Commands.On("{{.ID}}", "a\t\tbridge\tshop-dev-shell\nb\t\tshop-dev_default\tanything\nc\t\tshop-net,bridge\tsomething\nd\tshop-prod\tshop-prod_default\tshop-prod-db\ne\t\tbridge\tshop-develop\nf\tother\tshop-net\tother-web\n");
        Host.Commands.On("docker container inspect a b c", """[{"Name": "/shop-dev-shell", "Id": "a"}, {"Name": "/anything", "Id": "b"}, {"Name": "/something", "Id": "c"}]""");

        Assert.Equal(["anything", "shop-dev-shell", "something"], (await ObserveAsync()).Guests.Select(guest => guest.Name));
    }

    private string Change(string cause)
    {
        switch (cause)
        {
            case "value":
                Files["/srv/shop/.env.dev"] = $"DB_PASSWORD={Secret}\nLOG_LEVEL=debug\n";
                return "env key LOG_LEVEL of .env.dev changed";
            case "commit":
                Host.Source.Commit = "decafbad";
                return "commit was c0ffee, is decafba";
            case "container":
                Host.Commands.On("{{.ID}}", "a\t\tbridge\tshop-dev-shell\n");
                Host.Commands.On("docker container inspect a", """[{"Name": "/shop-dev-shell", "Id": "a", "State": {"Status": "running"}}]""");
                return "container shop-dev-shell has come";
            case "mounted file":
                Files["/srv/shop/level.conf"] = "debug";
                return "mounted file level.conf changed";
            default:
                Files[KeyPath] = "another key\n";
                return "the plan was sealed with another key: it was made with another state folder, or fingerprint.key in the state folder is not the one it was";
        }
    }

    private void AnswerRunningDatabase(string project)
    {
        Host.Commands.On($"label=com.docker.compose.project={project}", "1\n");
        Host.Commands.On("docker container inspect 1", $$"""[{"Name": "/{{project}}-db", "Id": "1", "State": {"Status": "running"}, "Config": {"Labels": {"com.docker.compose.service": "db"} } }]""");
        Host.Commands.On("psql", "#schema_migrations\n=0001\n=0002\n");
        Host.Commands.On("pg_database_size", "8192\n");
    }

    private void HasRelease(EnvironmentName environment, string volume)
    {
        var store = new ReleaseStore(Host.Files, new StatePaths("/state", "shop"), environment);
        foreach (var what in new[] { LedgerEvent.RunStarted, LedgerEvent.RunDone })
        {
            store.Ledger.Append(new LedgerEntry { AtUtc = Host.Clock.GetUtcNow(), Run = 1, Event = what, Intent = nameof(IntentKind.Deploy), Release = Release });
        }

        store.Write(new ReleaseManifest
        {
            Id = Release,
            Environment = environment,
            CreatedUtc = Host.Clock.GetUtcNow(),
            Source = SourceRevision.None,
            Fingerprint = "f00d",
            EnvFileFingerprint = "f00d",
            Services = ImmutableSortedDictionary<string, ReleaseService>.Empty,
            Volumes = [volume],
        }, "{}");
    }

    private async Task<ObservedState> ObserveAsync()
    {
        var location = new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state");
        var reading = await new EnvironmentReader(new StackSession(Host.Host, location)).ReadAsync(DeployDev, CancellationToken.None);
        return await new Observer(Host.Host).ObserveAsync(reading.Desired, DeployDev, CancellationToken.None);
    }

    private Task<Plan> SaveAsync() => UseCases.MakePlan.RunAsync(DeployDev, CancellationToken.None, UseCases.PlanFile(PlanPath, "release.plan"));

    private Task RunAsync() => UseCases.RunAsync(DeployDev, CancellationToken.None, UseCases.PlanFile(PlanPath, "release.plan"));
}
