using System.Globalization;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>No service may use more CPUs than the host has.</summary>
public sealed class Processors : HostRule
{
    /// <inheritdoc />
    public override string Id => "host/cpus";

    /// <inheritdoc />
    public override int Position => 6;

    /// <inheritdoc />
    public override string Reason => "Docker refuses to start a container whose limit is above the number of CPUs that the host has.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        const string name = "CPUs";
        if (facts.Host.Cpus is not { } cpus)
        {
            yield return new HostCheck(name, CheckStatus.Unknown, "the engine does not say");
            yield break;
        }

        var limited = facts
            .Projects.SelectMany(environment =>
                environment
                    .Services.Where(service => service.CpuLimit is not null)
                    .Select(service => (Environment: environment, Service: service, Limit: service.CpuLimit!.Value))
            )
            .ToArray();
        var tooMuch = limited.Where(limit => limit.Limit > cpus).ToArray();
        foreach (var (environment, service, limit) in tooMuch)
        {
            yield return new HostCheck(
                name,
                CheckStatus.Fail,
                $"{service.Name} of {environment.Name} has a limit of {Text(limit)}, and the host has {cpus}"
            )
            {
                Fix = $"services:\n  {service.Name}:\n    deploy: {{resources: {{limits: {{cpus: \"{cpus}\"}}}}}}",
                Place = environment.PlaceOf("services", service.Name, "deploy", "resources", "limits", "cpus"),
                Environments = facts.Environments.Contains(environment) ? [environment.Name] : [],
            };
        }

        if (tooMuch.Length == 0)
            yield return new HostCheck(
                name,
                CheckStatus.Pass,
                limited.Length == 0 ? $"{cpus}" : $"{cpus}; the highest limit of a service is {Text(limited.Max(limit => limit.Limit))}"
            );
    }

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
