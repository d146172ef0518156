using Cake.Common.Build;
using Cake.Common.Build.GitHubActions;
using Cake.Core;
using Slipway.Core.Problems;
using Slipway.Core.Validation;
using Slipway.Engine.Planning;
using Testing;

namespace GitHub;

/// <summary>The job of GitHub Actions that runs this: its summary, its step's outputs, its masks. Elsewhere nothing happens.</summary>
internal sealed class Job(ICakeContext context)
{
    private readonly IGitHubActionsProvider provider = context.GitHubActions();

    /// <summary>Has the log show <c>***</c> in place of a secret, before anything could print it.</summary>
    public void Mask(string? secret)
    {
        if (!provider.IsRunningOnGitHubActions || secret is null) return;
        var lines = secret.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var line in lines) provider.Commands.SetSecret(line);
    }

    /// <summary>A plan was made.</summary>
    public void Planned(Slipway.Core.Planning.Plan plan)
    {
        Output("changes", plan.Changes ? "true" : "false");
        Output("release", $"{plan.Release}");
        Summarize(links => JobSummary.OfPlan(plan, links));
    }

    /// <summary>A plan was run.</summary>
    public void Ran(RunOutcome outcome)
    {
        Mask(outcome.Access?.Password.Reveal());
        Output("changes", outcome.Plan.Changes ? "true" : "false");
        Output("release", $"{outcome.Plan.Release}");
        Output("url", outcome.Url);
        Summarize(links => JobSummary.OfRun(outcome, links));
    }

    /// <summary>The rules were checked.</summary>
    public void Validated(Verdict verdict) => Summarize(links => JobSummary.OfFindings(verdict, links));

    /// <summary>The tests were run.</summary>
    public void Tested(TestCount count) => Summarize(links => JobSummary.OfTests(count, links));

    /// <summary>A target failed.</summary>
    public void Failed(string target, Exception error) => Summarize(links => JobSummary.OfFailure(target, FailureOf(error), links));

    // What is no expected failure is a bug: its text was never looked at for secrets, and the log has it.
    private static Failure FailureOf(Exception error)
    {
        var chain = Chain(error).ToArray();
        if (chain.OfType<SlipwayException>().FirstOrDefault() is { } expected) return expected.Failure;
        if (chain.OfType<CakeException>().FirstOrDefault() is { } cake) return new Failure(cake.Message);
        return new Failure($"unexpected error, a bug of the build: {chain[^1].GetType().Name}.") { Do = "look at the log of this run." };
    }

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var current = error; current is not null; current = current.InnerException) yield return current;
    }

    private void Summarize(Func<JobLinks, string> text)
    {
        if (!provider.IsRunningOnGitHubActions || provider.Environment.Runtime.StepSummary is null) return;
        var workflow = provider.Environment.Workflow;
        var links = new JobLinks(workflow.ServerUrl ?? "", workflow.Repository ?? "", workflow.Sha ?? "", workflow.RunId ?? "");
        provider.Commands.SetStepSummary(text(links) + "\n");
    }

    // The file has a line for each output: a line break within a value would begin another one.
    private void Output(string key, string value)
    {
        if (!provider.IsRunningOnGitHubActions || provider.Environment.Runtime.OutputPath is null) return;
        provider.Commands.SetOutputParameter(key, value.ReplaceLineEndings(" "));
    }
}
