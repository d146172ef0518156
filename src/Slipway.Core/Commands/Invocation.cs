namespace Slipway.Core.Commands;

/// <summary>What an operator types to run a target. Messages take it from here, so that they name the script of the operator's own
/// shell.</summary>
public static class Invocation
{
    /// <summary>The script at the repository's root.</summary>
    public static string Script { get; } = OperatingSystem.IsWindows() ? "./build.ps1" : "./build.sh";

    /// <summary>The line to type, for example <c>./build.sh --target=Up --environment=dev</c>.</summary>
    /// <param name="target">The target.</param>
    /// <param name="options">Options without their dashes; a value that is null makes a flag.</param>
    public static string Of(string target, params ReadOnlySpan<(string Name, string? Value)> options)
    {
        var line = $"{Script} --target={target}";
        foreach (var (name, value) in options) line += value is null ? $" --{name}" : $" --{name}={ShellText.Quote(value)}";
        return line;
    }

    /// <summary>The line to type for a target of one environment.</summary>
    public static string For(string target, string environment) => Of(target, ("environment", environment));
}
