/// <summary>The environment variables that the build reads.</summary>
internal static class EnvironmentVariables
{
    /// <summary>The stack to work on where no option names one.</summary>
    public static string? Stack => Read("SLIPWAY_STACK");

    /// <summary>The state folder.</summary>
    public static string? State => Read("SLIPWAY_STATE");

    /// <summary>Whether a build server runs this.</summary>
    public static bool IsBuildServer => Read("CI") is { } value && value != "false";

    /// <summary>Whether GitHub Actions runs this.</summary>
    public static bool IsGitHubActions => Read("GITHUB_ACTIONS") == "true";

    /// <summary>Whether plain text is wanted (https://no-color.org), which a live display is not.</summary>
    public static bool IsPlain => Read("NO_COLOR") is not null;

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
