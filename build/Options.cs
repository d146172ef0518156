using System.Collections.Immutable;
using Slipway.Core.Planning;

/// <summary>The names of the command line's options.</summary>
internal static class Options
{
    public const string Stack = "stack";
    public const string Environment = "environment";
    public const string For = "for";
    public const string Plan = "plan";
    public const string Json = "json";
    public const string To = "to";
    public const string Release = "release";
    public const string Runs = "runs";
    public const string Service = "service";
    public const string Tail = "tail";
    public const string Follow = "follow";
    public const string Strict = "strict";
    public const string Sarif = "sarif";
    public const string Rules = "rules";
    public const string User = "user";
    public const string PasswordStdin = "password-stdin";
    public const string On = "on";
    public const string Off = "off";
    public const string Allow = "allow";
    public const string RetryAfter = "retry-after";
    public const string Now = "now";
    public const string Yes = "yes";
    public const string AllowNewVolume = DataLossGuard.AllowOption;

    /// <summary>Every option with its form and meaning, as Help shows them.</summary>
    public static ImmutableArray<(string Name, string Form, string Meaning)> All { get; } =
    [
        (Stack, "--stack=<name or path>", "a folder's name under compose/, or the path of a stack.yaml (SLIPWAY_STACK; default makapix)"),
        (Environment, "--environment=dev|prod", "for targets that serve either"),
        (For, "--for=<Target>", "with Plan: the target to plan (default DeployDev)"),
        (Plan, "--plan=<file>", "with Plan: save the plan; with a target that has a plan: run exactly that one, or refuse"),
        (Json, "--json=<file>", "write the result as JSON too"),
        (To, "--to=<release>", "with Rollback: the release to go back to (default: the previous one)"),
        (Release, "--release=<release>", "with History: only this release, with everything that is known of it"),
        (Runs, "--runs", "with History: every run, also those that made no release"),
        (Service, "--service=<name>", "with Logs: only this service; several with commas"),
        (Tail, "--tail=<lines>", "with Logs: how many lines a service (default 100)"),
        (Follow, "--follow", "with Logs: go on until Ctrl-C"),
        (Strict, "--strict", "with Validate and what makes a release: warnings count as errors do"),
        (Sarif, "--sarif=<file>", "with Validate: write the findings as SARIF too, for code scanning"),
        (Rules, "--rules", "with Validate: list the rules, and why each is there"),
        (User, "--user=<name>", "with AddDeveloper, RemoveDeveloper: the developer"),
        (PasswordStdin, "--password-stdin", "with AddDeveloper: read the password from standard input instead of making one"),
        (On, "--on", "with Maintenance: begin it, or change the one that is on"),
        (Off, "--off", "with Maintenance: end it"),
        (Allow, "--allow=<address>", "with Maintenance: let this address through; several with commas, no ranges"),
        (RetryAfter, "--retry-after=<seconds>", "with Maintenance: after how long visitors are told to come back (default 120)"),
        (AllowNewVolume, "--allow-new-volume=<name>", "let a deployment start with this new, empty volume or folder although data are recorded elsewhere; several with commas"),
        (Now, "--now", "make a release outside of the maintenance window too"),
        (Yes, "--yes", "answer every question with yes"),
    ];
}
