namespace Slipway.Core.Validation.Rules.Parity;

/// <summary>Services that only one of production and another environment has.</summary>
public sealed class Services : Rule
{
    /// <inheritdoc />
    public override string Id => "parity/services";

    /// <inheritdoc />
    public override string Reason => "What development does not have is tried in production for the first time.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        if (facts.Production is not { } production) yield break;
        foreach (var environment in facts.BesidesProduction)
        {
            foreach (var service in production.Services.Where(service => environment.Find(service.Name) is null))
            {
                yield return Found(
                    environment.PlaceOf("services", service.Name),
                    $"{environment.Name} lacks {service.Name}, which {production.Name} has",
                    Fix(service.Name),
                    environment.Name);
            }

            foreach (var service in environment.Services.Where(service => production.Find(service.Name) is null))
            {
                yield return Found(
                    environment.PlaceOf("services", service.Name),
                    $"{environment.Name} has {service.Name}, which {production.Name} lacks",
                    Fix(service.Name),
                    environment.Name);
            }
        }
    }

    private string Fix(string service) =>
        $"write the service in the Compose file that both have, or say in stack.yaml why not:\naccepted:\n  - rule: {Id}\n    at: "
        + $"services/{service}\n    reason: ...";
}
