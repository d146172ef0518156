using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Environments;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Engine.Session;

/// <summary>The host's ports of the edge.</summary>
/// <param name="Http">For plain HTTP.</param>
/// <param name="Https">For HTTPS.</param>
internal sealed record EdgePorts(int Http, int Https)
{
    /// <summary>The ports as one environment gives them. All environments share one edge, so their env files have to agree.</summary>
    /// <param name="session">The stack.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="envFile">The name of its env file, for messages.</param>
    /// <param name="edge">The edge with every reference filled in.</param>
    public static EdgePorts Of(StackSession session, EnvironmentDefinition environment, string envFile, EdgeDefinition edge)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var ports = new EdgePorts(Port(edge.HttpPort, "edge/httpPort"), Port(edge.HttpsPort, "edge/httpsPort"));
        foreach (var other in session.Definition.Environments.Where(other => other.Name != environment.Name))
        {
            // What is wrong with another environment's file is that one's affair.
            if (other.Compose.EnvFile is not { } name || session.Files.Read(name, []) is not { } text) continue;
            var (_, theirs, missing) = EnvironmentResolution.Resolve(session.Definition, other, EnvFile.Parse(text, name).Values);
            if (!missing.IsEmpty || (theirs.HttpPort, theirs.HttpsPort) == (edge.HttpPort, edge.HttpsPort)) continue;
            problems.Add(
                new Problem(
                    envFile,
                    0,
                    "edge",
                    $"the edge's ports are {Both(edge)} here, and {Both(theirs)} in {name}",
                    "the same ports in both: there is one edge"
                )
            );
        }

        return problems.Count == 0 ? ports : throw SlipwayException.Of(problems.ToImmutable());

        static string Both(EdgeDefinition edge) => $"{edge.HttpPort} and {edge.HttpsPort}";

        int Port(string value, string path)
        {
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536) return port;
            problems.Add(new Problem(envFile, 0, path, $"'{value}' is not a valid port", "a number from 1 to 65535"));
            return 0;
        }
    }
}
