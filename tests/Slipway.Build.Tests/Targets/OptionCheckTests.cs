using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Targets;

namespace Slipway.Build.Tests.Targets;

public sealed class OptionCheckTests
{
    private static readonly TargetOption Environment = new("--environment=dev|prod", "the environment");

    private static readonly ImmutableArray<Target> All =
    [
        new("DeployDev", "") { Serves = EnvironmentRole.Development, Pipeline = [Phase.Up], Options = [new("--now", "")] },
        new("DeployProd", "") { Serves = EnvironmentRole.Production, Pipeline = [Phase.Up], Options = [new("--now", "")] },
        new("Logs", "") { Options = [Environment, new("--tail=<lines>", "")] },
        new("Plan", "") { OptionsOf = ("for", "DeployDev"), Options = [new("--for=<Target>", "")] },
        new("PromoteProd", "") { Serves = EnvironmentRole.Production, Pipeline = [Phase.Up] },
        new("Rollback", "") { Pipeline = [Phase.Up], Options = [Environment, new("--to=<release>", "")] },
        new("Status", ""),
    ];

    [Theory]
    [InlineData("Logs", "environment=prod", "tail=3")]
    [InlineData("logs", "TAIL=3")]
    [InlineData("DeployDev", "now")]
    [InlineData("DeployDev", "environment=dev")]
    [InlineData("DeployDev,Logs", "environment=dev", "tail=3", "now")]
    [InlineData("Status,Logs", "environment=prod")]
    [InlineData("Plan", "now", "environment=dev")]
    [InlineData("Plan", "for=rollback", "to=2026-11-20.1", "environment=prod")]
    [InlineData("Plan", "for=PromoteProd", "environment=prod")]
    [InlineData("Status", "target=Status")]
    [InlineData("Status", "settings_skipverification=true", "paths_tools=/opt/tools", "nuget_source=https://feed.test", "Settings_Verbosity=quiet")]
    public void What_a_target_or_Cake_takes_raises_no_problem(string run, params string[] given) => Assert.Null(Check(run, given));

    [Theory]
    [InlineData("DeployDev", "environment=prod", """
        DeployDev does not take --environment=prod.
          Why:  DeployDev serves dev; DeployProd and PromoteProd serve prod; --environment is for Logs and Rollback.
          Do:   leave it out, or name the target: `./build.sh --target=DeployProd` or `./build.sh --target=PromoteProd`.
          Now:  nothing was changed.
        """)]
    [InlineData("DeployDev", "environment=test", """
        DeployDev does not take --environment=test.
          Why:  DeployDev serves dev; --environment is for Logs and Rollback.
          Do:   leave it out.
          Now:  nothing was changed.
        """)]
    [InlineData("Plan", "for=DeployProd,environment=dev", """
        Plan --for=DeployProd does not take --environment=dev.
          Why:  DeployProd serves prod; DeployDev serves dev; --environment is for Logs and Rollback.
          Do:   leave it out, or name the target: `./build.sh --target=Plan --for=DeployDev`.
          Now:  nothing was changed.
        """)]
    [InlineData("DeployDev,Logs", "environment=prod", """
        --environment=prod is not for DeployDev.
          Why:  DeployDev serves dev; DeployProd and PromoteProd serve prod; --environment is for Logs and Rollback.
          Do:   give one command for each environment.
          Now:  nothing was changed.
        """)]
    [InlineData("Status", "tail=3", """
        Status does not take --tail.
          Why:  --tail is for Logs.
          Do:   leave it out; `./build.sh --target=Help --for=Status` shows what can be given.
          Now:  nothing was changed.
        """)]
    [InlineData("Plan", "for=DeployDev,to=2026-11-20.1", """
        Plan --for=DeployDev does not take --to.
          Why:  --to is for Rollback.
          Do:   leave it out; `./build.sh --target=Help --for=DeployDev` shows what can be given.
          Now:  nothing was changed.
        """)]
    [InlineData("Plan", "for=Status,tail=3", """
        Plan does not take --tail.
          Why:  --tail is for Logs.
          Do:   leave it out; `./build.sh --target=Help --for=Plan` shows what can be given.
          Now:  nothing was changed.
        """)]
    [InlineData("Status,DeployDev", "tail=3", """
        none of Status, DeployDev takes --tail.
          Why:  --tail is for Logs.
          Do:   leave it out; `./build.sh --target=Help --for=Status`, `./build.sh --target=Help --for=DeployDev` shows what can be given.
          Now:  nothing was changed.
        """)]
    [InlineData("DeployDev", "environment", """
        DeployDev does not take --environment.
          Why:  --environment is for Logs and Rollback.
          Do:   leave it out; `./build.sh --target=Help --for=DeployDev` shows what can be given.
          Now:  nothing was changed.
        """)]
    [InlineData("Logs", "enviroment=dev", """
        there is no option --enviroment.
          Do:   did you mean --environment?
          Now:  nothing was changed.
        """)]
    [InlineData("Status", "tial=3", """
        there is no option --tial.
          Do:   did you mean --tail? It is for Logs.
          Now:  nothing was changed.
        """)]
    [InlineData("Logs", "Description=true", """
        there is no option --Description.
          Do:   did you mean --description?
          Now:  nothing was changed.
        """)]
    [InlineData("Logs", "unheard", """
        there is no option --unheard.
          Do:   `./build.sh --target=Help` lists the options.
          Now:  nothing was changed.
        """)]
    public void What_no_target_of_the_run_takes_is_refused_and_names_who_takes_it(string run, string given, string message) =>
        Assert.Equal(message.Replace("./build.sh", Invocation.Script, StringComparison.Ordinal), Check(run, given.Split(',')));

    [Theory]
    [InlineData("DeployProd", "environment=live", null)]
    [InlineData("DeployDev", "environment=staging", null)]
    [InlineData("DeployProd", "environment=prod", "DeployProd serves live; --environment is for Logs and Rollback.")]
    [InlineData("DeployDev", "environment=live", "DeployDev serves staging; DeployProd and PromoteProd serve live; --environment is for Logs and Rollback.")]
    public void The_environment_that_a_target_serves_is_the_one_that_has_the_role(string run, string given, string? why) =>
        Assert.Equal(why, Problem(role => EnvironmentName.Parse(role == EnvironmentRole.Production ? "live" : "staging"), run, given)?.Why);

    [Fact]
    public void Where_no_environment_has_the_role_the_refusal_says_the_role() =>
        Assert.Equal("DeployDev serves development; --environment is for Logs and Rollback.", Problem(_ => null, "DeployDev", "environment=qa")?.Why);

    private static string? Check(string run, params string[] given) =>
        Problem(role => role == EnvironmentRole.Production ? Named.Prod : Named.Dev, run, given)?.ToString();

    private static Failure? Problem(Func<EnvironmentRole, EnvironmentName?> nameOf, string run, params string[] given) =>
        OptionCheck.ProblemIn([.. given.Select(option => option.Split('=', 2)).Select(option => (option[0], option.ElementAtOrDefault(1)))], run.Split(','), All, nameOf);
}
