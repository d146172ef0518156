using Slipway.Core.Commands;
using Slipway.Core.Releases;

namespace Output;

/// <summary>What is said when a plan was saved.</summary>
internal static class SavedPlanText
{
    /// <summary>Where it is, and the command that runs it.</summary>
    /// <param name="intent">What the plan is for.</param>
    /// <param name="file">The file as the operator named it.</param>
    /// <param name="stack">The stack as the operator named it, or null.</param>
    public static string Of(Intent intent, string file, string? stack)
    {
        var isNamed = intent.Kind is IntentKind.Deploy or IntentKind.Promote;
        string[] options =
        [
            .. isNamed ? Array.Empty<string>() : [$"--{Options.Environment}={intent.Environment}"],
            .. stack is null ? Array.Empty<string>() : [$"--{Options.Stack}={stack}"],
            $"--{Options.Plan}={file}",
        ];
        return $"Saved to {file}. This runs exactly that, or says what changed: {Invocation.Of(intent.Target, options)}";
    }
}
