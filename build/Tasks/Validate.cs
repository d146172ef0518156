using Cake.Frosting;
using Slipway.Core.Reports;
using Slipway.Core.Validation;

/// <summary>Holds both environments against every rule.</summary>
[TaskName(nameof(Validate))]
[TaskDescription("Holds both environments against every rule (--rules lists them), and changes nothing.")]
public sealed class Validate : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        if (context.Flag(Options.Rules))
        {
            context.Say(RulesText.Of(RuleBook.Rules, Output.Terminal.Width).TrimEnd());
            return;
        }

        var outcome = await context.UseCases.CheckRules.RunAsync(cancellation);
        context.WriteJson(FindingsJson.Of(outcome.Verdict));
        if (context.Option(Options.Sarif) is { } sarif) BuildContext.Write(sarif, Sarif.Of(outcome.Verdict, RuleBook.Rules, context.SourceTree, withAllowed: false));
        context.Say(FindingsText.Of(outcome.Verdict, RuleBook.Rules.Count(rule => !rule.IsLive), outcome.Verdict.Environments, Output.Terminal.Width).TrimEnd());
        // Raw: what is said takes the meaning from lines that the runner would obey.
        if (EnvironmentVariables.IsGitHubActions) foreach (var line in Annotations.Of(outcome.Verdict, context.SourceTree)) Console.WriteLine(line);
        if (outcome.Failure is { } failure) throw failure;
    });
}
