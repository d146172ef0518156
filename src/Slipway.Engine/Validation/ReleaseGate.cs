using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Validation;

/// <summary>Lets no release through that breaks a rule. What goes back to an earlier release, or stops one, is never in its way.</summary>
public sealed class ReleaseGate(Host host, StackLocation location)
{
    private readonly StackValidator validator = new(host, location);

    /// <summary>Begins to look at the stack, while others observe the environment.</summary>
    /// <param name="intent">What is planned.</param>
    /// <param name="reading">What was read for it.</param>
    /// <param name="cancellation">Ends it.</param>
    public Pending Begin(Intent intent, LoadedEnvironment reading, CancellationToken cancellation) =>
        new(host, intent.Kind is IntentKind.Deploy or IntentKind.Promote ? validator.CheckAsync(deep: false, reading, cancellation) : null);

    /// <summary>A verdict that is being made.</summary>
    public sealed class Pending : IAsyncDisposable
    {
        private readonly Host host;
        private readonly Task<Verdict>? verdict;

        internal Pending(Host host, Task<Verdict>? verdict)
        {
            this.host = host;
            this.verdict = verdict;
        }

        /// <summary>Waits for the verdict and refuses a plan that makes a release against it. Warnings are told.</summary>
        /// <exception cref="SlipwayException">The release breaks a rule.</exception>
        public async Task RequireAsync(Plan plan, bool isStrict)
        {
            if (verdict is null || !plan.Changes) return;
            var found = await verdict;
            var environment = plan.Intent.Environment;
            var against = found.Against(environment, isStrict);
            if (!against.IsEmpty) throw Refused(plan.Intent, against);
            var warnings = found.Findings.Count(finding => finding.Severity == Severity.Warning && finding.Concerns(environment));
            if (warnings > 0)
                host.Report.Warn(
                    $"{(warnings == 1 ? "1 warning" : $"{warnings} warnings")} about {environment}: ./build.sh --target=Validate shows {(warnings == 1 ? "it" : "them")}"
                );
        }

        /// <inheritdoc />
        public async ValueTask DisposeAsync()
        {
            if (verdict is not null) await ((Task)verdict).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private static SlipwayException Refused(Intent intent, ImmutableArray<Finding> against) =>
            new(
                ExitCode.Refused,
                new Failure(
                    $"{intent.Target} was refused: {(against.Length == 1 ? "1 rule is" : $"rules are")} broken in {(against.Length == 1 ? "1 place" : $"{against.Length} places")}:"
                        + string.Concat(against.Select(finding => $"\n    {finding}"))
                )
                {
                    Do =
                        "put right what is named; ./build.sh --target=Validate shows how. What has to be so is accepted in stack.yaml, with a reason.",
                    Now = Failure.NothingChanged,
                }
            );
    }
}
