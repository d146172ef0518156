using System.Globalization;
using Slipway.Core.Stack;
using Slipway.Core.Text;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Limits that together are more than the environment's share of the host.</summary>
public sealed class Budget : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/budget";

    /// <inheritdoc />
    public override string Reason => "Limits keep production unharmed only when all of development's together leave it enough of the host.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var environment in facts.Environments)
        {
            if (environment is { IsProduction: true, Definition.Budget: null }) continue;
            var budget = environment.Definition.Budget ?? new BudgetDefinition(null, null);
            var place = facts.PlaceOf("environments", environment.Name.ToString(), "budget");

            var cpus = environment.Services.Sum(service => (service.CpuLimit ?? 0) * service.Replicas);
            if ((budget.Cpus ?? facts.Host.Cpus * budget.Percent / 100m) is { } mostCpus && cpus > mostCpus)
            {
                var share = budget.Cpus is null ? $", {budget.Percent} % of the host's {facts.Host.Cpus}" : "";
                yield return Over(
                    environment,
                    place,
                    $"{Number(cpus)} CPUs",
                    $"{Number(mostCpus)} CPUs{share}",
                    $"cpus: \"{Number(cpus)}\""
                );
            }

            var memory = environment.MemoryLimits;
            if ((budget.MemoryBytes ?? (long?)(facts.Host.MemoryBytes * (budget.Percent / 100m))) is { } mostMemory && memory > mostMemory)
            {
                var share = budget.MemoryBytes is null
                    ? $", {budget.Percent} % of the host's {Bytes.Text(facts.Host.MemoryBytes ?? 0)}"
                    : "";
                yield return Over(
                    environment,
                    place,
                    $"{Bytes.Text(memory)} of memory",
                    $"{Bytes.Text(mostMemory)}{share}",
                    $"memory: {(memory + (1 << 20) - 1) >> 20}M"
                );
            }
        }
    }

    private Finding Over(EnvironmentFacts environment, SourcePosition place, string sum, string most, string entry) =>
        Found(
            place,
            $"the limits of {environment.Name} add up to {sum}, and its budget is {most}",
            $"lower the limits, or give the environment another budget in stack.yaml:\nenvironments:\n  {environment.Name}:\n    "
            + $"budget:\n      {entry}\n      reason: ...",
            environment.Name
        );

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
