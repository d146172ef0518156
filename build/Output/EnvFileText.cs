using Slipway.Core.Text;
using Slipway.Engine.Environments;

namespace Output;

/// <summary>What InitEnv did, in words.</summary>
internal static class EnvFileText
{
    /// <summary>The text; it names keys and no value.</summary>
    public static string Of(EnvFileOutcome outcome)
    {
        var text = outcome switch
        {
            { IsNew: true } =>
                $"Made {outcome.Path} (mode 0600) with {Count.Of(outcome.Added.Length, "key")}; "
                + $"random secrets for {string.Join(", ", outcome.Generated)}.",
            { Added.IsEmpty: true } => $"{outcome.Path} has every key of the template; nothing was changed.",
            _ => $"Added to {outcome.Path}: {string.Join(", ", outcome.Added)}. No other line was changed.",
        };
        return outcome.Placeholders.IsEmpty ? text : $"{text}\nFill in before a deployment: {string.Join(", ", outcome.Placeholders)}.";
    }
}
