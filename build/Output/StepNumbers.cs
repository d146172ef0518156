using Slipway.Core.Planning;
using Slipway.Core.Releases;

namespace Output;

/// <summary>The numbers of a plan's steps.</summary>
internal sealed class StepNumbers(Slipway.Core.Planning.Plan plan)
{
    /// <summary>Before the steps are known.</summary>
    public static StepNumbers None { get; } =
        new(new Slipway.Core.Planning.Plan { Stack = "", Intent = new Intent(IntentKind.Up, default), Fingerprint = "" });

    /// <summary>For example "[2/9]".</summary>
    public string Of(Step step) => $"[{plan.Steps.IndexOf(step) + 1}/{plan.Steps.Length}]";
}
