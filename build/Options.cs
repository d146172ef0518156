using System.Collections.Immutable;
using Slipway.Core.Planning;
using Targets;

/// <summary>The options that more than one target takes. What only one target takes stands at its task alone.</summary>
internal static class Options
{
    public const string Stack = "stack";
    public const string Environment = "environment";
    public const string EnvironmentForm = "--environment=dev|prod";
    public const string Plan = "plan";
    public const string Json = "json";
    public const string Strict = "strict";
    public const string AllowNewVolume = DataLossGuard.AllowOption;
    public const string Now = "now";
    public const string Yes = "yes";
    public const string Rebuild = "rebuild";

    /// <summary>Those that mean the same for each target that takes them.</summary>
    public static ImmutableArray<TargetOption> Shared { get; } =
    [
        new("--plan=<file>", "run exactly this saved plan, or refuse"),
        new($"--{AllowNewVolume}=<name>", "start with this new, empty volume or folder although data are elsewhere; several with commas"),
        new("--rebuild", "build the images although nothing changed, with the newest images that theirs begin with"),
        new("--now", "make a release outside of the maintenance window too"),
        new("--strict", "count warnings of the rules as errors"),
        new("--yes", "answer every question with yes"),
        new("--json=<file>", "write the result as JSON too"),
        new("--stack=<name or path>", "a folder's name under compose, or the path of a stack.yaml (SLIPWAY_STACK; default makapix)"),
    ];
}
