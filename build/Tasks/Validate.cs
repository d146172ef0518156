using Cake.Frosting;
using Slipway.Core.Reports;
using Slipway.Core.Validation;

[TaskName(nameof(Validate))]
[TaskDescription("Checks both environments against every rule, and changes nothing.")]
[Under(Headings.SettingUp, 30)]
[Option("--rules", "list the rules, and why each is there")]
[Option("--sarif=<file>", "write the findings as SARIF too, for code scanning")]
[Takes(Options.Strict, Options.Json, Options.Stack)]
public sealed class Validate : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        if (context.Flag("rules"))
        {
            context.Say(RulesText.Of(RuleBook.Rules, Output.Terminal.Width).TrimEnd());
            return;
        }

        var outcome = await context.UseCases.CheckRules.RunAsync(cancellation);
        context.Job.Validated(outcome.Verdict);
        context.WriteJson(FindingsJson.Of(outcome.Verdict));
        if (context.Option("sarif") is { } sarif)
            BuildContext.Write(sarif, Sarif.Of(outcome.Verdict, RuleBook.Rules, context.SourceTree, withAllowed: false));
        var rules = RuleBook.Rules.Count(rule => !rule.IsLive);
        context.Say(FindingsText.Of(outcome.Verdict, rules, outcome.Verdict.Environments, Output.Terminal.Width).TrimEnd());
        BuildContext.Annotate(Annotations.Of(outcome.Verdict, context.SourceTree));
        if (outcome.Failure is { } failure) throw failure;
    });
}
