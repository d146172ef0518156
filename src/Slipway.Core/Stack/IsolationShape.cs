namespace Slipway.Core.Stack;

/// <summary>The shape of what environments share on purpose, and of findings that are accepted.</summary>
internal static class IsolationShape
{
    private static readonly Shape.Map SharedThing = new("Something that environments share on purpose.", "sharedThing",
    [
        new("network", new Shape.Text("A Docker network, by its real name.", Texts.NetworkName)),
        new("volume", new Shape.Text("A Docker volume, by its real name.", Texts.NetworkName)),
        new("folder", new Shape.Text("A folder or file of the host, absolute or relative to this file.", Texts.HostPath)),
        new("key", new Shape.Text("A key of the env files whose values may be equal.", Texts.EnvKeyName)),
        new("image", new Shape.Text("An image that both environments build.", Texts.ImageReference)),
        new("address", new Shape.Text("A host and port that containers of both environments have to reach.", Texts.HostAndPort)),
        new("reason", new Shape.Text("Why it is shared.", Texts.Sentence), IsRequired: true),
    ]) { Choice = ["network", "volume", "folder", "key", "image", "address"] };

    public static readonly Shape.Map Isolation = new(
        "What the environments share on purpose, and how their isolation is proven.",
        "isolation",
        [
            new("shared", new Shape.List("What they share on purpose; all else that they share is an error.", SharedThing)),
            new(
                "verifyAfterDeploy",
                new Shape.Flag("Whether each deployment ends with VerifyIsolation, and is rolled back where that finds something.")
            ),
            new(
                "probeImage",
                new Shape.Text(
                    "The image of the containers that VerifyIsolation starts, with sh and either nc or bash. Without it: the edge's.",
                    Texts.ImageReference
                )
            ),
        ]
    );

    public static readonly Shape.Map Accepted = new(
        "A finding of Validate that is accepted.",
        "acceptedFinding",
        [
            new("rule", new Shape.Text("The rule's id.", Texts.RuleId), IsRequired: true),
            new(
                "at",
                new Shape.Text("Where: a file, a path as the finding shows it, with what lies below it, or host.", Texts.Sentence),
                IsRequired: true
            ),
            new("reason", new Shape.Text("Why it is accepted.", Texts.Sentence), IsRequired: true),
            new("until", new Shape.Text("The last day on which it is accepted. Without it: always.", Texts.Date)),
        ]
    );
}
