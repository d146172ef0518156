using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Definitions;
using Slipway.Engine.Ledgers;
using Slipway.Engine.Observing;
using Slipway.Engine.Operations;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Planning;

/// <summary>A plan that is saved and run, with a host in memory.</summary>
public class SavedPlanTests
{
    private const string PlanPath = "/home/ada/release.plan";
    private const string KeyPath = "/state/fingerprint.key";
    private const string Secret = "a-secret-of-the-database";

    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}
        defaults:
          compose: [shop.yml]
          url: http://shop.test
          database: {service: db, name: shop, user: owner}
          migrations: {service: api, command: [migrate], applied: {table: schema_migrations, column: version}}
        environments:
          prod: {project: shop-prod, envFile: .env.prod}
          dev: {project: shop-dev, envFile: .env.dev, envTemplate: env.template, createEnvFile: true}
        """;

    // What the rules ask of production, and of development.
    private const string Kept = "\"restart\": \"unless-stopped\", \"deploy\": {\"resources\": {\"limits\": {\"cpus\": 0.1, \"memory\": \"1000000\"} } }";

    private static readonly Intent DeployDev = new(IntentKind.Deploy, "dev");

    private static readonly ReleaseId Release = ReleaseId.Parse("2026-11-19.1");

    private readonly FakeHost fake = new();

    public SavedPlanTests()
    {
        Files["/srv/shop/stack.yaml"] = Stack;
        Files["/srv/shop/env.template"] = "DB_PASSWORD=<random:24>\nLOG_LEVEL=info\n";
        Files["/srv/shop/shop.yml"] = "services:\n  api: {build: ./api}\n  db: {image: postgres:15}\n";
        Files["/srv/shop/.env.dev"] = $"DB_PASSWORD={Secret}\nLOG_LEVEL=info\n";
        Files["/srv/shop/.env.prod"] = "DB_PASSWORD=production-has-its-own\nLOG_LEVEL=info\n";
        fake.Commands.On("--project-name shop-edge", "{}");
        foreach (var environment in new[] { "dev", "prod" }) AnswerCompose(environment, $"shop-{environment}_db-data");
        foreach (var question in new[] { "docker ps", "docker network ls", "docker network inspect", "docker volume ls", "docker image inspect", "docker info" }) fake.Commands.On(question);
        fake.Commands.On("pg_database_size", error: "no such container", exitCode: 1);
    }

    private SortedDictionary<string, string> Files => fake.Files.Texts;

    private StackOperations Operations => new(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));

    [Fact]
    public async Task A_plan_that_is_not_saved_leaves_nothing_behind()
    {
        var before = Files.Keys.ToArray();

        await Operations.PlanAsync(DeployDev, CancellationToken.None);

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
    [InlineData("key")]
    public async Task A_plan_that_is_out_of_date_is_refused_by_name_and_nothing_is_run(string cause)
    {
        await SaveAsync();
        var said = Change(cause);
        var files = Files.ToArray();
        fake.Commands.Run.Clear();

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
        Assert.DoesNotContain(fake.Commands.Run, command => command.Contains(" build", StringComparison.Ordinal) || command.Contains(" up", StringComparison.Ordinal));
        Assert.Equal("gave back /state/shop/dev/lock", fake.Locks.Lines[^1]);
    }

    [Fact]
    public async Task A_plan_that_fits_is_run_for_its_own_point_in_time_and_a_fresh_env_file_is_no_reason_against_it()
    {
        Files.Remove("/srv/shop/.env.dev");
        var plan = await SaveAsync();
        fake.Clock.Advance(TimeSpan.FromDays(3));
        var draw = 0;
        var random = fake.Host with { RandomText = length => $"R{++draw}".PadRight(length, 'y') };
        fake.Commands.On("docker pull", error: "no space left", exitCode: 1);
        fake.Commands.On("docker version", "{}");

        var operations = new StackOperations(random, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));
        var error = await Assert.ThrowsAsync<SlipwayException>(() => operations.RunAsync(DeployDev, CancellationToken.None, operations.PlanFile(PlanPath, "release.plan")));

        // It gets as far as the first effect: the plan was taken, and the look at the host before the first effect found it as it was.
        Assert.StartsWith($"DeployDev stopped at pull-images of release {plan.Release}.", error.Message, StringComparison.Ordinal);
        Assert.Equal("2026-11-20.1", plan.Release.ToString());
        Assert.Contains(fake.Report.Lines, line => line.StartsWith("done check-plan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_of_a_backup_is_run_once()
    {
        AnswerRunningDatabase("shop-dev");
        var intent = new Intent(IntentKind.Backup, "dev");
        var plan = await Operations.PlanAsync(intent, CancellationToken.None, Operations.PlanFile(PlanPath, "release.plan"));
        Files[$"/state/shop/dev/backups/{plan.Steps.Select(step => step.Action).OfType<StepAction.DumpDatabase>().Single().BackupId}.json"] = "{}";

        var error = await Assert.ThrowsAsync<SlipwayException>(() => Operations.RunAsync(intent, CancellationToken.None, Operations.PlanFile(PlanPath, "release.plan")));

        Assert.Equal((ExitCode.Refused, "backup 2026-11-20T141002Z was taken"), (error.ExitCode, error.Failure.Why));
    }

    [Fact]
    public async Task A_plan_file_that_is_missing_is_wrong_usage_before_anything_is_locked()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(RunAsync);

        Assert.Equal((ExitCode.Usage, "there is no file release.plan."), (error.ExitCode, error.Failure.What));
        Assert.Contains("--target=Plan --for=DeployDev --plan=release.plan", error.Failure.Do, StringComparison.Ordinal);
        Assert.Empty(fake.Locks.Lines);
    }

    [Fact]
    public async Task A_plan_is_not_saved_where_it_would_be_new_source_itself()
    {
        fake.Source.Content = folder => string.Join(' ', fake.Files.Texts.Keys.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal)));

        var error = await Assert.ThrowsAsync<SlipwayException>(() => Operations.PlanAsync(DeployDev, CancellationToken.None, Operations.PlanFile("/srv/shop/api/release.plan", "release.plan")));

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
        HasRelease(environment, $"shop-{environment}_db-data");
        AnswerCompose(environment, $"shop-{environment}_other");
        fake.Commands.On("docker volume ls", $"shop-{environment}_db-data\n");
        fake.Ask.Answer = answer;

        var plan = await Record.ExceptionAsync(() => Operations.PlanAsync(new Intent(IntentKind.Deploy, environment), CancellationToken.None));

        Assert.Equal(questions, fake.Ask.Asked.Count);
        Assert.All(fake.Ask.Asked, question => Assert.Contains($"shop-{environment}_db-data, which release {Release} uses, would be left behind.", question, StringComparison.Ordinal));
        if (environment == "dev" && answer == true) Assert.Null(plan);
        else Assert.Equal(ExitCode.Refused, Assert.IsType<SlipwayException>(plan, exactMatch: false).ExitCode);
        if (answer == false) Assert.Contains("answered with no", plan!.Message, StringComparison.Ordinal);
        if (answer is null) Assert.Contains("--allow-new-volume=shop-dev_other", plan!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_is_part_of_the_saved_plan()
    {
        HasRelease("dev", "shop-dev_db-data");
        AnswerCompose("dev", "shop-dev_other");
        fake.Ask.Answer = true;

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
        Assert.Contains("docker exec --interactive shop-dev-db psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 --no-password --username=owner --dbname=shop", fake.Commands.Run);
        Assert.Contains("('\"schema_migrations\"', 'version', '\"version\"', 'true')", Assert.Single(fake.Commands.Inputs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_has_unknown_migrations()
    {
        AnswerRunningDatabase("shop-dev");
        fake.Commands.On("ON_ERROR_STOP", error: "the database system is starting up", exitCode: 2);

        Assert.Null((await ObserveAsync()).AppliedMigrations);
    }

    [Fact]
    public async Task A_database_that_does_not_run_is_not_asked()
    {
        Assert.Null((await ObserveAsync()).AppliedMigrations);
        Assert.DoesNotContain(fake.Commands.Run, command => command.Contains("ON_ERROR_STOP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guests_have_a_name_of_the_project_or_are_on_its_networks_and_belong_to_no_project()
    {
        fake.Commands.On("{{.ID}}", "a\t\tbridge\tshop-dev-shell\nb\t\tshop-dev_default\tanything\nc\t\tshop-net,bridge\tsomething\nd\tshop-prod\tshop-prod_default\tshop-prod-db\ne\t\tbridge\tshop-develop\nf\tother\tshop-net\tother-web\n");
        fake.Commands.On("docker container inspect a b c", """[{"Name": "/shop-dev-shell", "Id": "a"}, {"Name": "/anything", "Id": "b"}, {"Name": "/something", "Id": "c"}]""");

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
                fake.Source.Commit = "decafbad";
                return "commit was c0ffee, is decafba";
            case "container":
                fake.Commands.On("{{.ID}}", "a\t\tbridge\tshop-dev-shell\n");
                fake.Commands.On("docker container inspect a", """[{"Name": "/shop-dev-shell", "Id": "a", "State": {"Status": "running"}}]""");
                return "container shop-dev-shell has come";
            default:
                Files[KeyPath] = "another key\n";
                return "the plan was sealed with another key: it was made with another state folder, or fingerprint.key in the state folder is not the one it was";
        }
    }

    private void AnswerCompose(string environment, string volume) => fake.Commands.On($"--project-name shop-{environment} --file /srv/shop/shop.yml",
        $$"""
        {
          "name": "shop-{{environment}}",
          "services": {
            "api": {"build": {"context": "/srv/shop/api"}, "environment": {"DB_PASSWORD": "{{Secret}}"}, {{Kept}} },
            "db": {"image": "postgres:15", {{Kept}}, "volumes": [{"type": "volume", "source": "db-data", "target": "/data"}]}
          },
          "volumes": {"db-data": {"name": "{{volume}}"} }
        }
        """);

    private void AnswerRunningDatabase(string project)
    {
        fake.Commands.On($"label=com.docker.compose.project={project}", "1\n");
        fake.Commands.On("docker container inspect 1", $$"""[{"Name": "/{{project}}-db", "Id": "1", "State": {"Status": "running"}, "Config": {"Labels": {"com.docker.compose.service": "db"} } }]""");
        fake.Commands.On("psql", "#schema_migrations\n=0001\n=0002\n");
        fake.Commands.On("pg_database_size", "8192\n");
    }

    private void HasRelease(string environment, string volume)
    {
        var store = new ReleaseStore(fake.Files, new StatePaths("/state", "shop"), environment);
        foreach (var what in new[] { LedgerEvent.RunStarted, LedgerEvent.RunDone })
        {
            store.Ledger.Append(new LedgerEntry { AtUtc = fake.Clock.GetUtcNow(), Run = 1, Event = what, Intent = nameof(IntentKind.Deploy), Release = Release });
        }

        store.Write(new ReleaseManifest
        {
            Id = Release,
            Environment = environment,
            CreatedUtc = fake.Clock.GetUtcNow(),
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
        var reading = await new DefinitionReader(fake.Host, location).ReadAsync(DeployDev, CancellationToken.None);
        return await new Observer(fake.Host).ObserveAsync(reading.Desired, DeployDev, CancellationToken.None);
    }

    private Task<Plan> SaveAsync() => Operations.PlanAsync(DeployDev, CancellationToken.None, Operations.PlanFile(PlanPath, "release.plan"));

    private Task RunAsync() => Operations.RunAsync(DeployDev, CancellationToken.None, Operations.PlanFile(PlanPath, "release.plan"));
}
