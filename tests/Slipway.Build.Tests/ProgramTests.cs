using Slipway.Core.Commands;
using Targets;

namespace Slipway.Build.Tests;

/// <summary>The program as build.sh starts it.</summary>
public sealed class ProgramTests
{
    [Theory]
    [InlineData("--target=Help")]
    [InlineData("--target=help")]
    [InlineData]
    public void Help_lists_every_target_in_plain_text(params string[] arguments)
    {
        var run = DotNet.RunBuild(arguments);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.All(
            TargetList.Of(typeof(Help).Assembly).Where(target => target.Name != nameof(Default)),
            target => Assert.Single(run.Output.Split('\n'), line => line.StartsWith($"  {Invocation.Script} --target={target.Name} ", StringComparison.Ordinal) && line.Contains(target.Description, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_unknown_target_is_wrong_usage_and_names_the_nearest()
    {
        var run = DotNet.RunBuild("--target=Hlep");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"there is no target Hlep.{Environment.NewLine}  Do:   did you mean --target=Help?{Environment.NewLine}  Now:  nothing was changed.{Environment.NewLine}".ReplaceLineEndings("\n"), run.Errors.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_option_of_Cake_that_has_a_wrong_value_is_wrong_usage()
    {
        Assert.Equal(2, DotNet.RunBuild("--verbosity=loud").ExitCode);
    }

    [Theory]
    [InlineData("DeployDev does not take --environment=prod.", "--target=DeployDev", "--environment=prod")]
    [InlineData("DeployDev does not take --environment=prod.", "--target=DeployDev", "--environment", "prod")]
    [InlineData("Plan --for=DeployDev does not take --environment=prod.", "--target=DeployDev", "--environment=prod", "--dryrun")]
    [InlineData("Help does not take --tail.", "--tail=5")]
    [InlineData("there is no option --Description.", "--target=DeployDev", "--Description")]
    [InlineData("there is no option --enviroment.", "--target=Logs", "--enviroment=dev")]
    [InlineData("--exclusive is not for DeployProd.", "--target=DeployProd", "--exclusive")]
    [InlineData("there is no target DeplyDev.", "--target=Help", "--for=DeplyDev")]
    [InlineData("Status has no plan.", "--target=Plan", "--for=Status")]
    [InlineData("--tail=many is not a valid number.", "--target=Logs", "--environment=dev", "--tail=many")]
    [InlineData("1 problem was found:", "--target=Resume", "--stack=/no/such/stack.yaml")]
    public void What_cannot_be_meant_is_wrong_usage(string message, params string[] arguments)
    {
        var run = DotNet.RunBuild(arguments);

        Assert.Equal((2, "", message), (run.ExitCode, run.Output, run.Errors.Split('\n')[0].TrimEnd()));
        Assert.Contains("Now:  nothing was changed.", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeployProd does not take --environment=staging.", "live staging", "--target=DeployProd", "--environment=staging")]
    [InlineData("DeployDev does not take --environment=dev.", "live staging", "--target=DeployDev", "--environment=dev")]
    [InlineData("stack.yaml has several environments that are not production, and none is called dev: staging, trial.", "live staging trial", "--target=DeployDev")]
    [InlineData("stack.yaml has several environments that are not production, and none is called dev: staging, trial.", "live staging trial", "--target=PromoteProd")]
    [InlineData("stack.yaml has several environments that are not production, and none is called dev: staging, trial.", "live staging trial", "--target=RemoveDeveloper", "--user=ann")]
    [InlineData("stack.yaml has no environment that is not production: live.", "live", "--target=AddDeveloper", "--user=ann")]
    [InlineData("stack.yaml has no production among its environments: dev.", "dev", "--target=DeployProd")]
    [InlineData("stack.yaml has no production among its environments: dev.", "dev", "--target=Plan", "--for=PromoteProd")]
    public void A_target_finds_the_environment_that_it_serves_by_its_role(string message, string names, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-roles-");
        try
        {
            var file = Path.Combine(folder.FullName, "stack.yaml");
            File.WriteAllText(
                file,
                "stack: roles\n"
                + "edge: {project: roles-edge, compose: [edge.yml], service: caddy, network: roles-net, httpPort: 80, httpsPort: 443}\n"
                + "defaults: {compose: [roles.yml], url: \"http://roles.test\"}\n"
                + "environments:\n"
                + string.Concat(names.Split(' ').Select(name => $"  {name}: {{project: roles-{name}{(name == "live" ? ", production: true" : "")}}}\n")));

            var run = DotNet.RunBuildWith(new Dictionary<string, string> { ["SLIPWAY_STATE"] = folder.FullName }, "", [.. arguments, $"--stack={file}"]);

            var shown = Path.GetRelativePath(Repository.Root, file)[..^"stack.yaml".Length];
            Assert.Equal((2, "", message), (run.ExitCode, run.Output, run.Errors.Split('\n')[0].TrimEnd().Replace(shown, "", StringComparison.Ordinal)));
            Assert.Contains("Now:  nothing was changed.", run.Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Help_shows_one_target()
    {
        var run = DotNet.RunBuild("--target=Help", "--for=rollback");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("Goes back to an earlier release.", run.Output, StringComparison.Ordinal);
        Assert.Contains("  --to=<release> ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_under_way_is_said_where_it_is_asked_for()
    {
        Assert.DoesNotContain(" ...", DotNet.RunBuild("--target=Validate", "--stack=/no/such/stack.yaml").Output, StringComparison.Ordinal);
        Assert.Contains(" ...", DotNet.RunBuild("--target=Validate", "--stack=/no/such/stack.yaml", "--verbosity=verbose").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_the_engine_are_no_options_of_a_target() =>
        Assert.Equal(0, DotNet.RunBuild("--target=Help", "--settings_skipverification=true", "--paths_tools=tools", "--nuget_source=https://feed.test").ExitCode);

    [Fact]
    public void The_targets_can_be_listed_as_Cake_does()
    {
        Assert.Contains("  DeployDev    Validate → Backup → BuildImages → Migrate → Up → HealthCheck", DotNet.RunBuild("--showtree").Output, StringComparison.Ordinal);
        Assert.Contains("1. Help", DotNet.RunBuild("--target=Help", "--whatif").Output, StringComparison.Ordinal);
        Assert.Contains("Help", DotNet.RunBuild("--tree").Output, StringComparison.Ordinal);
        Assert.Contains("Lists the targets", DotNet.RunBuild("--description").Output, StringComparison.Ordinal);
        Assert.Contains("--exclusive", DotNet.RunBuild("--help").Output, StringComparison.Ordinal);
        Assert.StartsWith("Slipway ", DotNet.RunBuild("--version").Output, StringComparison.Ordinal);
        Assert.Equal(0, DotNet.RunBuild("--info").ExitCode);
    }
}
