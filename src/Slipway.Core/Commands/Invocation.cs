using System.Collections.Immutable;

namespace Slipway.Core.Commands;

/// <summary>What an operator types to run a target. Messages take it from here, so that they name the script of the operator's own
/// shell and the stack that they are about.</summary>
public static class Invocation
{
    /// <summary>The script at the repository's root.</summary>
    public static string Script { get; } = OperatingSystem.IsWindows() ? "./build.ps1" : "./build.sh";

    /// <summary>
    /// The stack as an operator names it, where it is not the default one; the program sets it once, as it starts. Without it a command
    /// that is pasted would be about another stack, which may well run on the same host.
    /// </summary>
    public static string? Stack { get; set; }

    /// <summary>The targets that are about no stack.</summary>
    public static ImmutableArray<string> WithoutStack { get; } = ["BenchTraffic", "Default", "Test"];

    /// <summary>For example <c>./build.sh --target=Up --environment=dev</c>; words that a shell would read otherwise are quoted.</summary>
    /// <param name="target">The target.</param>
    /// <param name="options">The options, as in <c>--environment=dev</c>.</param>
    public static string Of(string target, params IEnumerable<string> options) => Form(target, options.Select(ShellText.Quote));

    /// <summary>The line for a target of one environment.</summary>
    public static string For(string target, string environment) => Of(target, $"--environment={environment}");

    /// <summary>The same with placeholders, as in <c>--for=&lt;Target&gt;</c>: nothing is quoted but the stack.</summary>
    public static string Form(string target, params IEnumerable<string> options) =>
        string.Join(' ', [Script, $"--target={target}", .. StackOf(target), .. options]);

    private static string[] StackOf(string target) =>
        Stack is null || WithoutStack.Contains(target) ? [] : [ShellText.Quote($"--stack={Stack}")];
}
