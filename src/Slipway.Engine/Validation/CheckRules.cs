using Slipway.Core.Problems;
using Slipway.Core.Reports;
using Slipway.Core.Text;
using Slipway.Core.Validation;
using Slipway.Engine.Session;

namespace Slipway.Engine.Validation;

/// <summary>What Validate found.</summary>
/// <param name="Verdict">The findings.</param>
/// <param name="Failure">How the command ends where something is wrong; null where nothing is.</param>
public sealed record ValidationOutcome(Verdict Verdict, SlipwayException? Failure);

/// <summary>Checks the stack against every rule.</summary>
/// <param name="session">The stack.</param>
/// <param name="isStrict">Whether warnings count as errors do.</param>
public sealed class CheckRules(StackSession session, bool isStrict)
{
    /// <summary>The verdict. Where the files cannot be understood, it says so, and that is an error of usage.</summary>
    public async Task<ValidationOutcome> RunAsync(CancellationToken cancellation)
    {
        var name = session.Location.DisplayName;
        using var activity = session.Host.Report.Activity($"checking {name} against {Count.Of(RuleBook.Rules.Length, "rule")}");
        try
        {
            var verdict = await new StackValidator(session).CheckAsync(deep: true, null, cancellation);
            return new ValidationOutcome(verdict, verdict.Passes(isStrict) ? null : Refusal(verdict));
        }
        catch (SlipwayException error) when (error.ExitCode == ExitCode.Usage)
        {
            return new ValidationOutcome(Verdict.Of(error, name), error);
        }
    }

    private static SlipwayException Refusal(Verdict verdict) =>
        SlipwayException.Refused(
            $"the stack breaks rules: {FindingsText.Sum(verdict)}.",
            "",
            "fix what is listed above; what has to be so is accepted in stack.yaml, with a reason."
        );
}
