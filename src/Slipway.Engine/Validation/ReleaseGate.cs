using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Text;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Validation;

/// <summary>Lets no release through that breaks a rule.</summary>
/// <param name="session">The stack.</param>
/// <param name="isStrict">Whether warnings stand in the way of a release, as errors do.</param>
public sealed class ReleaseGate(StackSession session, bool isStrict) : IReleaseGate
{
    private readonly StackValidator validator = new(session);

    /// <inheritdoc />
    public IPendingVerdict Begin(Intent intent, LoadedEnvironment loaded, CancellationToken cancellation) =>
        new Pending(
            session.Host.Report,
            intent.Kind is IntentKind.Deploy or IntentKind.Promote ? validator.CheckAsync(deep: false, loaded, cancellation) : null,
            isStrict
        );

    private sealed class Pending(IReport report, Task<Verdict>? verdict, bool isStrict) : IPendingVerdict
    {
        public async Task RequireAsync(Plan plan)
        {
            if (verdict is null || !plan.Changes) return;
            var found = await verdict;
            var environment = plan.Intent.Environment;
            var against = found.Against(environment, isStrict);
            if (!against.IsEmpty) throw Refused(plan.Intent, against);
            var warnings = found.Findings.Count(finding => finding.Severity == Severity.Warning && finding.Concerns(environment));
            if (warnings > 0)
            {
                var shows = $"{Invocation.Of("Validate")} shows {Count.Noun(warnings, "it", "them")}";
                report.Warn($"{Count.Of(warnings, "warning")} about {environment}: {shows}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (verdict is not null) await ((Task)verdict).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private static SlipwayException Refused(Intent intent, ImmutableArray<Finding> against) =>
            SlipwayException.Refused(
                $"{intent.Target} was refused: {Count.Noun(against.Length, "1 rule is", "rules are")} broken in "
                    + $"{Count.Of(against.Length, "place")}:"
                    + string.Concat(against.Select(finding => $"\n    {finding}")),
                "",
                $"fix what is named; {Invocation.Of("Validate")} shows how. What has to be so is accepted in stack.yaml, with a reason."
            );
    }
}
