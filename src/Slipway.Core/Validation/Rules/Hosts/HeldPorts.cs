using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Compose;
using Slipway.Core.Environments;
using Slipway.Core.Stack;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>The ports that the stack publishes are free, or held by the containers that publish them.</summary>
public sealed class HeldPorts : HostRule
{
    /// <inheritdoc />
    public override string Id => "host/ports";

    /// <inheritdoc />
    public override int Position => 7;

    /// <inheritdoc />
    public override string Reason => "A port has one holder on a host, and a container that cannot have its port does not start.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts) =>
        Wanted(facts)
            .Distinct()
            .OrderBy(port => port.Port.Published)
            .ThenBy(port => port.Port.Protocol, StringComparer.Ordinal)
            .Select(port => Look(facts.Host, port));

    private static HostCheck Look(HostFacts host, WantedPort wanted)
    {
        var number = wanted.Port.Published!.Value;
        var name = wanted.Port.Protocol == "tcp" ? $"port {number}" : $"port {number}/{wanted.Port.Protocol}";
        var holders = host
            .Containers.Where(container => container.IsRunning && container.Ports.Any(port => Collide(port, wanted.Port)))
            .ToImmutableArray();
        if (holders.FirstOrDefault(container => container.Project != wanted.Project) is { } foreign)
        {
            return Taken(
                $"container {foreign.Name}{(foreign.Project.Length > 0 ? $" of project {foreign.Project}" : "")} holds it, and "
                + $"{wanted.For} needs it",
                $"docker stop {foreign.Name}, or give {wanted.For} another port"
            );
        }

        if (holders is [var own, ..]) return new HostCheck(name, CheckStatus.Pass, $"{own.Name} holds it, for {wanted.For}");
        // Listeners are known for TCP alone.
        if (wanted.Port.Protocol != "tcp")
            return new HostCheck(
                name,
                host.IsKnown ? CheckStatus.Pass : CheckStatus.Unknown,
                host.IsKnown ? $"no container holds it, for {wanted.For}" : "the engine does not answer, so its holder is unknown"
            );
        if (!host.ListeningPorts.Contains(number))
        {
            return host.IsKnown || host.EngineError is not null
                ? new HostCheck(name, CheckStatus.Pass, $"free, for {wanted.For}")
                : new HostCheck(name, CheckStatus.Unknown, "the host was not looked at");
        }

        return host.IsKnown
            ? Taken(
                $"a program of this host listens on it, and {wanted.For} needs it",
                $"ss -ltnp 'sport = :{number}' shows which; stop it, or give {wanted.For} another port"
            )
            : new HostCheck(
                name,
                CheckStatus.Unknown,
                "something listens on it; the engine does not say whether that is a container of this stack"
            );

        HostCheck Taken(string detail, string fix) =>
            new(name, CheckStatus.Fail, detail)
            {
                Fix = fix,
                Place = wanted.Place,
                Environments = wanted.Environment is { } environment ? [environment] : [],
            };
    }

    private static bool Collide(HostPort held, ComposePort wanted) =>
        wanted.CollidesWith(new ComposePort(held.IsOnAllAddresses ? "" : held.Address, held.Number, wanted.Target, held.Protocol));

    private static IEnumerable<WantedPort> Wanted(StackFacts facts)
    {
        var edge = facts.Stack.Edge;
        foreach (var (key, written, what) in new[] { ("httpPort", edge.HttpPort, "HTTP"), ("httpsPort", edge.HttpsPort, "HTTPS") })
        {
            // Where env files disagree, that is another problem, and each of the ports has to be free.
            var given = facts.Environments.IsEmpty
                ? [(Text: written, facts.PlaceOf("edge", key))]
                : facts
                    .Environments.Select(environment =>
                        (Text: Interpolation.Resolve(written, environment.Env.File.Values).Text, Environment: environment)
                    )
                    .Select(found => (found.Text, found.Environment.OriginOf(facts.PlaceOf("edge", key), written, found.Text)))
                    .DistinctBy(found => found.Text);
            foreach (var (text, place) in given)
            {
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    yield return new WantedPort(
                        new ComposePort("", number, number, "tcp"),
                        edge.Compose.Project,
                        $"the edge's {what}",
                        null,
                        place
                    );
            }
        }

        foreach (var environment in facts.Projects)
        {
            foreach (var service in environment.Services)
            {
                foreach (
                    var port in service
                        .Ports.Where(port => port.Published is not null)
                        .DistinctBy(port => (port.Published, port.Protocol, port.Address))
                )
                {
                    yield return new WantedPort(
                        port,
                        environment.Project,
                        $"{service.Name} of {environment.Name}",
                        facts.Environments.Contains(environment) ? environment.Name : null,
                        environment.OriginOf(service, port)
                    );
                }
            }
        }
    }

    /// <summary>A port that the stack needs.</summary>
    /// <param name="Port">The port.</param>
    /// <param name="Project">The Compose project whose container is to hold it.</param>
    /// <param name="For">What it is for.</param>
    /// <param name="Environment">The environment whose it is; null for all.</param>
    /// <param name="Place">Where it was written.</param>
    private sealed record WantedPort(ComposePort Port, string Project, string For, EnvironmentName? Environment, SourcePosition Place);
}
