namespace Slipway.Core.Stack;

/// <summary>The shape of what decides when a release may be made, and when it is healthy.</summary>
internal static class ReleaseShape
{
    public static readonly Shape.Map Health = new(
        "When a release counts as healthy, and for how long it is watched after that.",
        "health",
        [
            new("timeoutSeconds", new Shape.Whole("Seconds until a release that is not healthy has failed. Without it: 120.", 1, 3600)),
            new("goodInARow", new Shape.Whole("How many good answers in a row each health path has to give. Without it: 3.", 1, 100)),
            new(
                "soakSeconds",
                new Shape.Whole("Seconds for which a new release is watched before it counts; 0 for not at all. Without it: 10.", 0, 3600)
            ),
            new(
                "maxErrorPercent",
                new Shape.Whole(
                    "The share of failed requests above which a watched release is rolled back, if there are at least 3. Without it: 2.",
                    0,
                    100
                )
            ),
            new(
                "maxLatencyMs",
                new Shape.Whole(
                    "Milliseconds within which 99 of 100 answers of a watched release have to begin. Without it: 5000.",
                    1,
                    10_000
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    public static readonly Shape.Map Traffic = new(
        "How requests pass from one release to the next.",
        "traffic",
        [
            new(
                "drainSeconds",
                new Shape.Whole(
                    "How long requests and WebSockets in flight may take to end by themselves before a container that gives way "
                        + "is stopped. Without it: 30.",
                    0,
                    3600
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    public static readonly Shape.Map Budget = new(
        "How much of the host the limits of all services may add up to. Without it: 40 percent, for any environment but production.",
        "budget",
        [
            new("cpus", new Shape.Text("CPUs at most, instead of a share of the host's.", Texts.Cpus)),
            new("memory", new Shape.Text("Memory at most, instead of a share of the host's.", Texts.MemorySize)),
            new("percent", new Shape.Whole("The share of the host.", 1, 100)),
            new("reason", new Shape.Text("Why it is not the usual share.", Texts.Sentence), IsRequired: true),
        ]
    )
    {
        IsPartial = true,
    };

    public static readonly Shape.Map Guard = new(
        "A command that has to succeed before a new release may touch what runs.",
        "guard",
        [
            new("name", new Shape.Text("What it makes sure of.", Texts.Sentence), IsRequired: true),
            new("service", new Shape.Text("The service in whose running container the command runs.", Texts.ServiceName), IsRequired: true),
            new(
                "command",
                new Shape.List(
                    "The command, an argument a list entry. Exit code 0 lets the release through.",
                    new Shape.Text("An argument.", Texts.Argument),
                    MayBeEmpty: false
                ),
                IsRequired: true
            ),
            new("waitSeconds", new Shape.Whole("How long it is tried again where it does not succeed. Without it: not at all.", 0, 86_400)),
            new("timeoutSeconds", new Shape.Whole("How long one try may take. Without it: 30.", 1, 3600)),
        ]
    );

    private static readonly Shape.Map Period = new("A period of certain days of the week.", "windowPeriod",
    [
        new(
            "days",
            new Shape.List("The days on which it begins.", new Shape.Text("A day.", Texts.Day), MayBeEmpty: false),
            IsRequired: true
        ),
        new("from", new Shape.Text("When it begins.", Texts.TimeOfDay), IsRequired: true),
        new(
            "to",
            new Shape.Text("When it ends; on the next day where that is not after the beginning.", Texts.TimeOfDay),
            IsRequired: true
        ),
    ]);

    public static readonly Shape.Map Window = new("The times at which alone a new release is made. --now overrules it.", "window",
    [
        new("timeZone", new Shape.Text("The time zone of the periods.", Texts.ZoneName), IsRequired: true),
        new("periods", new Shape.List("The periods of the week.", Period, MayBeEmpty: false), IsRequired: true),
    ]) { IsPartial = true };
}
