using Slipway.Core.Commands;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Engine.Planning;

namespace Output;

/// <summary>The last lines of a run.</summary>
internal static class OutcomeText
{
    /// <summary>The lines.</summary>
    /// <param name="outcome">What the run did.</param>
    /// <param name="hidePassword">Whether the output is kept where others read it.</param>
    public static IEnumerable<string> Lines(RunOutcome outcome, bool hidePassword) =>
        TrafficText.Line(outcome.Traffic) is { Length: > 0 } traffic
            ? Ending(outcome, hidePassword).Append(traffic)
            : Ending(outcome, hidePassword);

    private static IEnumerable<string> Ending(RunOutcome outcome, bool hidePassword)
    {
        var intent = outcome.Plan.Intent;
        if (!outcome.Plan.Changes)
        {
            yield return intent.Kind switch
            {
                IntentKind.Down => $"{intent.Environment} does not run; nothing to do.",
                IntentKind.Resume or IntentKind.Abort when outcome.EnvFile.Length == 0 => "nothing was interrupted; nothing to do.",
                IntentKind.Abort => $"the run had changed nothing of {intent.Environment} yet.",
                _ => $"{intent.Environment} is as it should be; nothing to do.",
            };
        }

        switch (intent.Kind)
        {
            case IntentKind.Down when outcome.Plan.Changes:
                yield return $"{intent.Environment} is stopped; its volumes and folders are untouched. Start it again: "
                    + Invocation.Of(nameof(Up), $"--{Options.Environment}={intent.Environment}");
                yield break;
            case IntentKind.Abort when outcome.EnvFile.Length > 0:
                yield return $"the interrupted run is rolled back; {intent.Environment} is as it was before.";
                yield break;
            case IntentKind.Down or IntentKind.Backup or IntentKind.Resume or IntentKind.Abort:
                yield break;
            default:
                yield return $"{intent.Environment} serves{Of(outcome)} at {outcome.Url}";
                break;
        }

        if (outcome.Maintenance is { } maintenance) yield return MaintenanceText.On(intent.Environment, maintenance);
        if (outcome.Access is not { } access) yield break;
        yield return outcome.AccessIsNew && !hidePassword
            ? $"Basic auth: user {access.User}, password {access.Password.Reveal()} (shown this once; it is in {outcome.EnvFile})"
            : $"Basic auth: user {access.User}, password in {outcome.EnvFile}";
    }

    private static string Of(RunOutcome outcome) => outcome.Plan.Release is { } release ? $" release {release}" : "";
}
