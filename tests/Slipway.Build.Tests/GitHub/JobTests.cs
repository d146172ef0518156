using Cake.Frosting;
using GitHub;
using Slipway.Build.Tests.Frosting;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Planning;

namespace Slipway.Build.Tests.GitHub;

/// <summary>What a job of GitHub Actions is given, in the files that it names.</summary>
public sealed class JobTests : IDisposable
{
    private const string Secret = "correct-horse-battery";

    private readonly string folder = Directory.CreateTempSubdirectory("slipway-job-").FullName;

    private Dictionary<string, string> Variables => new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_STEP_SUMMARY"] = Path.Combine(folder, "summary"),
        ["GITHUB_OUTPUT"] = Path.Combine(folder, "output"),
        ["GITHUB_SERVER_URL"] = "https://github.com",
        ["GITHUB_REPOSITORY"] = "owner/shop",
        ["GITHUB_SHA"] = "0123456789abcdef",
        ["GITHUB_RUN_ID"] = "42",
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_failed_target_writes_the_summary()
    {
        var run = DotNet.RunBuildWith(Variables, "", "--target=Rollback");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("""
            ### Rollback: failed

            **--environment is missing.**

            - Do: add --environment=dev or --environment=prod.
            - Now: nothing was changed.

            [commit 0123456789](https://github.com/owner/shop/commit/0123456789abcdef) · [log of this run](https://github.com/owner/shop/actions/runs/42)


            """.ReplaceLineEndings("\n"), Read("summary").ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_password_is_masked_before_anything_can_print_it()
    {
        var run = DotNet.RunBuildWith(Variables, $"{Secret}\n", "--target=AddDeveloper", "--user=ann", "--password-stdin", "--stack=/no/such/stack.yaml");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"::add-mask::{Secret}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Errors + Read("summary"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_files_of_a_job_nothing_is_written_and_nothing_fails_for_it()
    {
        var run = DotNet.RunBuildWith(new Dictionary<string, string> { ["GITHUB_ACTIONS"] = "true" }, "", "--target=Rollback");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("--environment is missing.", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    [Fact]
    public void Elsewhere_nothing_is_written()
    {
        var variables = Variables;
        variables.Remove("GITHUB_ACTIONS");

        Assert.Equal(2, DotNet.RunBuildWith(variables, "", "--target=Rollback").ExitCode);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    [Fact]
    public void A_run_gives_its_step_outputs_a_line_each_and_masks_the_password()
    {
        var before = Variables.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        var console = Console.Out;
        using var printed = new StringWriter();
        try
        {
            foreach (var (name, value) in Variables) Environment.SetEnvironmentVariable(name, value);
            Console.SetOut(printed);
            Assert.Equal("", HostRun.Of([typeof(Deploying)]).Errors);
        }
        finally
        {
            Console.SetOut(console);
            foreach (var (name, value) in before) Environment.SetEnvironmentVariable(name, value);
        }

        Assert.Equal("changes=false\nrelease=2026-11-20.1\nurl=https://dev.shop.test changes=true\n", Read("output").ReplaceLineEndings("\n"));
        Assert.StartsWith("### DeployDev: done\n", Read("summary"), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Read("output") + Read("summary"), StringComparison.Ordinal);
        Assert.Contains($"::add-mask::{Secret}", printed.ToString(), StringComparison.Ordinal);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(folder, file));

    private sealed class Deploying : FrostingTask
    {
        public override void Run(Cake.Core.ICakeContext context)
        {
            var plan = new Core.Planning.Plan
            {
                Stack = "shop",
                Intent = new Intent(IntentKind.Deploy, Named.Dev),
                Fingerprint = "",
                Release = ReleaseId.TryParse("2026-11-20.1", out var release) ? release : null,
            };
            new Job(context).Ran(new RunOutcome(plan, "https://dev.shop.test\nchanges=true", new AccessDefinition("developer", Secret), true, "/srv/shop/.env.dev"));
        }
    }
}
