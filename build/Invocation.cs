using Slipway.Core.Commands;

/// <summary>The line that an operator types.</summary>
internal static class Invocation
{
    /// <summary>The wrapper script of this system.</summary>
    public static string Script => OperatingSystem.IsWindows() ? "./build.ps1" : "./build.sh";

    /// <summary>For example <c>./build.sh --target=Up --environment=dev</c>; words that a shell would read otherwise are quoted.</summary>
    /// <param name="target">The target.</param>
    /// <param name="options">The options, as in <c>--environment=dev</c>.</param>
    public static string Of(string target, params IEnumerable<string> options) =>
        Form(target, options.Select(ShellText.Quote));

    /// <summary>The same with placeholders, as in <c>--for=&lt;Target&gt;</c>: nothing is quoted.</summary>
    public static string Form(string target, params IEnumerable<string> options) =>
        string.Join(' ', options.Prepend($"--target={target}").Prepend(Script));
}
