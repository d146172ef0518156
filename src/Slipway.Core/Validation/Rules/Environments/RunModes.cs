using System.Collections.Immutable;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Variables by which programs are told how seriously they run.</summary>
internal static class RunModes
{
    private static readonly ImmutableHashSet<string> Modes =
    [
        "NODE_ENV",
        "ASPNETCORE_ENVIRONMENT",
        "DOTNET_ENVIRONMENT",
        "ENVIRONMENT",
        "APP_ENV",
        "APP_ENVIRONMENT",
        "RAILS_ENV",
        "RACK_ENV",
        "FLASK_ENV",
        "DJANGO_ENV",
    ];

    private static readonly ImmutableHashSet<string> Switches = ["DEBUG", "APP_DEBUG", "FLASK_DEBUG", "DJANGO_DEBUG", "RAILS_DEBUG"];

    /// <summary>Whether a variable names the mode, and its value is production's; null where it does not or has no value.</summary>
    public static bool? SaysProduction(string variable, string value) =>
        Modes.Contains(variable) && value.Length > 0 ? value.ToLowerInvariant() is "production" or "prod" : null;

    /// <summary>Whether a variable switches debugging on.</summary>
    public static bool SwitchesDebuggingOn(string variable, string value) =>
        Switches.Contains(variable) && value.ToLowerInvariant() is "1" or "true" or "yes" or "on";

    /// <summary>The line that sets another value, in the form of the file that the place is in.</summary>
    public static string Line(EnvironmentFacts environment, SourcePosition place, string variable, string value) =>
        environment.Sources.Files.Contains(place.File)
            ? $"{variable}: {(value == "false" ? "\"false\"" : value)}"
            : $"{place.Path}={value}";
}
