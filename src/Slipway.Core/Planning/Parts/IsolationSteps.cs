using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;

namespace Slipway.Core.Planning.Parts;

/// <summary>How a run proves that it did nothing to the other environments.</summary>
internal static class IsolationSteps
{
    /// <summary>
    /// The proof that the environments are apart, where the definition asks for it. Rules over files cannot see what was changed by hand.
    /// </summary>
    public static IEnumerable<Step> Verify(PlanContext context)
    {
        if (!context.Desired.Stack.Isolation.VerifyAfterDeploy)
            yield break;
        yield return new Step(
            "verify-isolation",
            Phase.HealthCheck,
            "Check that the environments cannot reach each other",
            "isolation/verifyAfterDeploy is set in stack.yaml",
            new VerifyIsolation([.. context.Desired.Stack.Environments.Select(environment => environment.Name)])
        );
    }

    /// <summary>
    /// What is tried elsewhere must not cost production a request. Whether production runs then, and can be watched, is known when the plan
    /// is run.
    /// </summary>
    public static IEnumerable<Step> CheckTraffic(PlanContext context)
    {
        if (context.Desired.Environment.IsProduction)
            yield break;
        var production = context
            .Desired.Stack.Environments.Where(other => other.IsProduction && !other.Routes.IsEmpty)
            .Select(other => other.Name)
            .ToImmutableArray();
        if (production.IsEmpty)
            yield break;
        yield return new Step(
            "check-traffic",
            Phase.HealthCheck,
            $"Check for requests that {string.Join(", ", production)} dropped during the run",
            $"a release of {context.Environment} must not cost it a request",
            new CheckTraffic(production)
        )
        {
            UndoTitle = GuardSteps.ChangesNothing,
        };
    }
}
