using Slipway.Core.Text;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>The host has the memory that the environments may take.</summary>
public sealed class Memory : HostRule
{
    private const long LeastAvailable = 500_000_000;

    /// <inheritdoc />
    public override string Id => "host/memory";

    /// <inheritdoc />
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc />
    public override int Position => 5;

    /// <inheritdoc />
    public override string Reason =>
        "Where the limits allow more than there is, the kernel ends whichever process it likes when memory runs out, also one of "
        + "production.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        const string name = "memory";
        if (facts.Host.MemoryBytes is not { } memory)
        {
            yield return new HostCheck(name, CheckStatus.Unknown, "the engine does not say");
            yield break;
        }

        var limits = facts.Projects
            .Select(environment => (environment.Name, Bytes: environment.MemoryLimits))
            .Where(limit => limit.Bytes > 0)
            .ToArray();
        var sum = limits.Sum(limit => limit.Bytes);
        var detail =
            sum == 0
                ? Bytes.Text(memory)
                : $"{Bytes.Text(memory)}; limits allow "
                    + $"{string.Join(" and ", limits.Select(limit => $"{limit.Name} {Bytes.Text(limit.Bytes)}"))}";
        yield return sum <= memory
            ? new HostCheck(name, CheckStatus.Pass, detail)
            : new HostCheck(name, CheckStatus.Warn, $"{detail}, together {Bytes.Text(sum)}")
            {
                Fix = "lower limits (deploy: {resources: {limits: {memory: ...}}} in the overlays), or give the host more memory",
                Place = facts.PlaceOf("environments"),
            };

        if (facts.Host.AvailableMemoryBytes is not { } available) yield break;
        yield return available >= LeastAvailable
            ? new HostCheck("free memory", CheckStatus.Pass, $"{Bytes.Text(available)} available now")
            : new HostCheck(
                "free memory",
                CheckStatus.Warn,
                $"{Bytes.Text(available)} available now, and a new release starts next to the running one"
            )
            {
                Fix = "docker stats --no-stream shows which containers take the memory",
            };
    }
}
