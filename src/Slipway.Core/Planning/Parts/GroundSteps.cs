using Slipway.Core.Planning.Actions;

namespace Slipway.Core.Planning.Parts;

/// <summary>What containers need before they start: networks and certificates.</summary>
internal static class GroundSteps
{
    public static IEnumerable<Step> Of(PlanContext context) => [.. Networks(context), .. Certificates(context)];

    private static IEnumerable<Step> Networks(PlanContext context) =>
        context
            .Desired.Compose.ExternalNetworks.Append(context.Desired.Stack.Edge.Network)
            .Distinct(StringComparer.Ordinal)
            .Where(network => !context.Observed.Networks.Contains(network))
            .Select(network => new Step(
                "create-network",
                Phase.Migrate,
                $"Create network {network}",
                "the edge reaches the routed services on it",
                new CreateNetwork(network) { Command = context.Platform.CreateNetwork(network) }
            )
            {
                Undo = new RemoveNetwork(network) { Command = context.Platform.RemoveNetwork(network) },
                UndoTitle = "remove it, unless something else uses it by then",
            });

    private static IEnumerable<Step> Certificates(PlanContext context) =>
        context
            .Desired.Environment.Certificates.Zip(context.Desired.CertificateFolders)
            .Where(pair => !context.Observed.CertificateFolders.Contains(pair.Second))
            .Select(pair => new Step(
                "create-certificates",
                Phase.Migrate,
                $"Create the certificates of {pair.First.Name}",
                $"{pair.Second} lacks them",
                new CreateCertificates(pair.First, pair.Second)
            )
            {
                UndoTitle = "none: the certificates stay",
            });
}
