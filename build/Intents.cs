using Slipway.Core.Releases;

/// <summary>The targets that have a plan, and the intent of each.</summary>
internal static class Intents
{
    private static readonly Dictionary<string, Func<BuildContext, Intent>> ByTarget = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(DeployDev)] = _ => new Intent(IntentKind.Deploy, "dev"),
        [nameof(DeployProd)] = _ => new Intent(IntentKind.Deploy, "prod"),
        [nameof(PromoteProd)] = _ => new Intent(IntentKind.Promote, "prod"),
        [nameof(Rollback)] = context => new Intent(IntentKind.Rollback, context.RequireEnvironment()) { To = context.Release(Options.To) },
        [nameof(Resume)] = context => new Intent(IntentKind.Resume, CutOff(context)),
        [nameof(Abort)] = context => new Intent(IntentKind.Abort, CutOff(context)),
        [nameof(Backup)] = context => new Intent(IntentKind.Backup, context.RequireEnvironment()),
        [nameof(Up)] = context => new Intent(IntentKind.Up, context.RequireEnvironment()),
        [nameof(Down)] = context => new Intent(IntentKind.Down, context.RequireEnvironment()),
    };

    // One environment at most is cut off on most evenings, and then there is no need to name it.
    private static string CutOff(BuildContext context) => context.EnvironmentName ?? context.UseCases.InterruptedRuns.FindEnvironment() ?? context.RequireEnvironment();

    /// <summary>The targets' names.</summary>
    public static IEnumerable<string> Names => ByTarget.Keys;

    /// <summary>A target's intent, or null for a target that has none.</summary>
    public static Intent? Of(string target, BuildContext context) => ByTarget.GetValueOrDefault(target)?.Invoke(context) is { } intent
        ? intent with { AllowedVolumes = context.List(Options.AllowNewVolume), OverrulesWindow = context.Flag(Options.Now) }
        : null;
}
