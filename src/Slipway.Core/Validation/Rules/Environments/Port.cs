using System.Globalization;
using Slipway.Core.Environments;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Ports of the definition that are none once their references are filled in.</summary>
public sealed class Port : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/port";

    /// <inheritdoc />
    public override string Reason => "A port that comes from the env file is read by Caddy only when the traffic is switched.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Environments
        from port in Routes(facts, environment).Concat(Edge(facts))
        let place = environment.OriginOf(port.Place, port.Text, port.Value(environment))
        let value = port.Value(environment)
        where !IsPort(value)
        group environment by (place, value) into found
        select Found(
            found.Key.place,
            $"'{found.Key.value}' is not a valid port",
            "a number from 1 to 65535",
            facts.EnvironmentsOf(found));

    private static IEnumerable<Written> Routes(StackFacts facts, EnvironmentFacts environment) =>
        (facts.Stack.Find(environment.Name)?.Routes ?? []).Select((route, index) =>
            new Written(facts.PlaceOf("environments", environment.Name.ToString(), "routes", $"[{index}]", "port"), route.Port)
        );

    private static IEnumerable<Written> Edge(StackFacts facts) =>
        [
            new(facts.PlaceOf("edge", "httpPort"), facts.Stack.Edge.HttpPort),
            new(facts.PlaceOf("edge", "httpsPort"), facts.Stack.Edge.HttpsPort),
        ];

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536;

    private sealed record Written(SourcePosition Place, string Text)
    {
        public string Value(EnvironmentFacts environment) =>
            Interpolation.Resolve(Text, environment.Env.File.Values).Text;
    }
}
