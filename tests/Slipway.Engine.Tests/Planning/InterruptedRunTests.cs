using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Planning;

/// <summary>A run whose process died in its second step, and what the next commands do.</summary>
public class InterruptedRunTests
{
    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}
        defaults: {compose: [shop.yml], url: "http://shop.test", sites: [shop.caddy], routes: [{domain: shop.test, service: web, port: 80, health: /}]}
        environments: {prod: {project: shop-prod}, dev: {project: shop-dev}}
        """;

    private static readonly StatePaths Paths = new("/state", "shop");

    private static readonly ReleaseId Release = ReleaseId.Parse("2026-11-20.2");

    private readonly FakeHost fake = new();

    public InterruptedRunTests()
    {
        fake.Files.Texts["/srv/shop/stack.yaml"] = Stack;
        fake.Commands.On("docker version", "{}");
        fake.Commands.On("do ");
        fake.Commands.On("undo ");
    }

    private UseCases UseCases => new(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));

    private ReleaseStore Store => new(fake.Files, Paths, Named.Dev);

    private IEnumerable<string> Events => Store.Ledger.Read().Select(entry => $"{entry.Event} {entry.Step}".TrimEnd());

    private IEnumerable<string> Done => fake.Commands.Run.Where(line => !line.StartsWith("docker", StringComparison.Ordinal));

    [Theory]
    [InlineData(IntentKind.Deploy)]
    [InlineData(IntentKind.Rollback)]
    [InlineData(IntentKind.Up)]
    [InlineData(IntentKind.Down)]
    [InlineData(IntentKind.Backup)]
    public async Task Another_run_is_refused_and_told_the_ways_out(IntentKind kind)
    {
        Interrupt();

        var error = await Assert.ThrowsAsync<SlipwayException>(() => UseCases.RunAsync(new Intent(kind, Named.Dev), CancellationToken.None));

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(
            $"""
            {new Intent(kind, Named.Dev).Target} was refused: run 1 of dev (Deploy of release 2026-11-20.2, begun 2026-11-20 14:10:02 UTC by bob@host) was interrupted at step two.
              Do:   ./build.sh --target=Resume --environment=dev resumes it; ./build.sh --target=Abort --environment=dev rolls it back.
              Now:  dev has no release yet, and nothing was changed by this command.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Empty(Done);
    }

    [Theory]
    [InlineData(IntentKind.Resume)]
    [InlineData(IntentKind.Abort)]
    public async Task Where_nothing_was_interrupted_there_is_nothing_to_do(IntentKind kind)
    {
        var outcome = await UseCases.RunAsync(new Intent(kind, Named.Dev), CancellationToken.None);

        Assert.False(outcome.Plan.Changes);
        Assert.Empty(fake.Commands.Run);
        Assert.Empty(Events);
    }

    [Fact]
    public async Task Resume_waits_for_what_the_dead_process_left_and_runs_the_rest()
    {
        Interrupt();

        var outcome = await UseCases.RunAsync(new Intent(IntentKind.Resume, Named.Dev), CancellationToken.None);

        Assert.Equal(["settle b0b", "do two", "do three"], Done);
        Assert.Equal(["RunResumed", "StepStarted two", "StepDone two", "StepStarted three", "StepDone three", "RunDone"], Events.Skip(4));
        Assert.Equal(("DeployDev", "https://shop.test", Release), (outcome.Plan.Intent.Target, outcome.Url, Store.ReadHistory().Current!.Value));
        Assert.DoesNotContain(Paths.Run(Named.Dev, 1), fake.Files.Texts.Keys);
        Assert.Contains("say run 1 of dev (Deploy of release 2026-11-20.2, begun 2026-11-20 14:10:02 UTC by bob@host) was interrupted at step two", fake.Report.Lines);
    }

    [Fact]
    public async Task Abort_rolls_back_what_was_begun()
    {
        Interrupt();

        await UseCases.RunAsync(new Intent(IntentKind.Abort, Named.Dev), CancellationToken.None);

        Assert.Equal(["settle b0b", "undo two", "undo one"], Done);
        Assert.Equal("RunAborted", Events.Last());
        Assert.DoesNotContain(Paths.Run(Named.Dev, 1), fake.Files.Texts.Keys);
    }

    [Fact]
    public async Task What_either_would_do_can_be_looked_at_first()
    {
        Interrupt();

        Assert.Equal(["two", "three"], (await UseCases.MakePlan.RunAsync(new Intent(IntentKind.Resume, Named.Dev), CancellationToken.None)).Steps.Select(step => step.Id));
        Assert.Equal(["undo two", "undo one"], (await UseCases.MakePlan.RunAsync(new Intent(IntentKind.Abort, Named.Dev), CancellationToken.None)).Steps.SelectMany(step => step.Effects));
        Assert.Empty(fake.Commands.Run);
        Assert.Equal(4, Events.Count());
    }

    [Fact]
    public async Task A_run_whose_record_is_lost_is_given_up_by_Abort_alone()
    {
        Interrupt();
        fake.Files.Delete(Paths.Run(Named.Dev, 1));

        await Assert.ThrowsAsync<SlipwayException>(() => UseCases.RunAsync(new Intent(IntentKind.Resume, Named.Dev), CancellationToken.None));
        Assert.NotNull(Store.ReadHistory().Interrupted);
        var error = await Assert.ThrowsAsync<SlipwayException>(() => UseCases.RunAsync(new Intent(IntentKind.Abort, Named.Dev), CancellationToken.None));

        Assert.EndsWith("and what it did could not be rolled back.", error.Failure.What, StringComparison.Ordinal);
        Assert.Null(Store.ReadHistory().Interrupted);
        Assert.Equal(ReleaseOutcome.Aborted, Store.ReadHistory().Releases.Single().Outcome);
    }

    [Fact]
    public async Task A_release_is_not_built_from_another_source_than_the_planned_one()
    {
        Interrupt(builds: "the content of then");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => UseCases.RunAsync(new Intent(IntentKind.Resume, Named.Dev), CancellationToken.None));

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal("Resume was refused: the source of web is not the one that was planned.", error.Failure.What);
        Assert.NotNull(Store.ReadHistory().Interrupted);
        Assert.Equal(["settle b0b"], Done);
    }

    [Fact]
    public void The_environment_that_was_interrupted_need_not_be_named()
    {
        Assert.Equal(Named.Prod, UseCases.InterruptedRuns.FindEnvironment());
        Interrupt();
        Assert.Equal(Named.Dev, UseCases.InterruptedRuns.FindEnvironment());
    }

    private static Step Step(string name) => new(name, Phase.Up, name, "", RunCommands.Of(Command.Of("do", name))) { Undo = RunCommands.Of(Command.Of("undo", name)) };

    private void Interrupt(string? builds = null)
    {
        var environment = new EnvironmentDefinition { Name = Named.Dev, Compose = new ComposeProject { Project = "shop-dev", Files = ["shop.yml"] }, Url = "https://shop.test" };
        var edge = new EdgeDefinition { Compose = new ComposeProject { Project = "shop-edge", Files = ["edge.yml"] }, Service = "caddy", Network = "shop-net", HttpPort = "80", HttpsPort = "443" };
        Step[] steps = [Step("one"), Step("two"), Step("three"), .. builds is null ? [] : new[] { new Step("write-release", Phase.BuildImages, "", "", new WriteRelease(Release, "/state", [], "")) }];
        Store.Runs.Write(new RunRecord
        {
            Format = RunRecord.CurrentFormat,
            Run = 1,
            Plan = new Plan { Stack = "shop", Intent = new Intent(IntentKind.Deploy, Named.Dev), Release = Release, Fingerprint = "f00d", Steps = [.. steps] },
            Desired = new DesiredState
            {
                Stack = new StackDefinition { Name = "shop", Edge = edge, Environments = [environment] },
                Environment = environment,
                Compose = ComposeModel.Parse("""{"services": {"web": {"build": {"context": "/srv/shop/web"}}}}"""),
                Builds = builds is null ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("web", builds),
                EnvFile = "",
                EnvFileFingerprint = "",
                EdgeCompose = EdgeFile.Of(EdgeFile.ComposePath, "{}"),
                Paths = Paths,
                Now = fake.Clock.GetUtcNow(),
            },
            Env = new LoadedEnvFile("/srv/shop/.env.dev", ".env.dev", "", false, ImmutableSortedDictionary<string, string>.Empty),
        });
        foreach (var (what, step) in new[] { (LedgerEvent.RunStarted, null), (LedgerEvent.StepStarted, "one"), (LedgerEvent.StepDone, "one"), (LedgerEvent.StepStarted, "two") })
        {
            Store.Ledger.Append(new LedgerEntry
            {
                AtUtc = fake.Clock.GetUtcNow(),
                Run = 1,
                Event = what,
                Intent = "Deploy",
                Release = Release,
                Step = step,
                By = step is null ? "bob@host" : null,
                Owner = step is null ? "b0b" : null,
            });
        }
    }
}
