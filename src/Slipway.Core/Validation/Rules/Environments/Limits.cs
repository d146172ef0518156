namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Services that may take all of the host.</summary>
public sealed class Limits : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/limits";

    /// <inheritdoc />
    public override string Reason =>
        "A service of development without limits takes the CPUs and the memory that production on the same host needs.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Environments
        where !environment.IsProduction || environment.Definition.Budget is not null
        from service in environment.Services
        where service.CpuLimit is null || service.MemoryLimit is null
        select Found(
            environment.PlaceOf("services", service.Name, "deploy", "resources", "limits"),
            $"{service.Name} of {environment.Name} has no limit of "
            + $"{(service.MemoryLimit is not null ? "CPUs" : service.CpuLimit is not null ? "memory" : "CPUs and memory")}",
            $"services:\n  {service.Name}:\n    deploy: {{resources: {{limits: {{cpus: \"0.5\", memory: 256M}}}}}}",
            environment.Name);
}
