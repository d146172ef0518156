using Slipway.Core.Commands;
using Slipway.Core.Releases;

namespace Output;

/// <summary>What is said when a plan was saved.</summary>
internal static class SavedPlanText
{
    /// <summary>Where it is, and the command that runs it.</summary>
    /// <param name="intent">What the plan is for.</param>
    /// <param name="file">The file as the operator named it.</param>
    public static string Of(Intent intent, string file)
    {
        var isNamed = intent.Kind is IntentKind.Deploy or IntentKind.Promote;
        string[] options =
        [
            .. isNamed ? Array.Empty<string>() : [$"--{Options.Environment}={intent.Environment}"],
            $"--{Options.Plan}={file}",
        ];
        return $"Saved to {file}. This runs exactly that, or says what changed: {Invocation.Of(intent.Target, options)}";
    }
}
