using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Environments;

/// <summary>Fills the <c>${KEY}</c> references of a definition with the values of an env file.</summary>
public static class EnvironmentResolution
{
    /// <summary>The environment and the edge's ports with every reference filled in, and the keys that the env file lacks.</summary>
    public static (EnvironmentDefinition Environment, EdgeDefinition Edge, ImmutableSortedSet<string> Missing) Resolve(
        StackDefinition stack, EnvironmentDefinition environment, IReadOnlyDictionary<string, string> values)
    {
        var missing = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var resolved = environment with
        {
            Url = Fill(environment.Url),
            Access = environment.Access is { } access
                ? access with { User = Fill(access.User), Password = Fill(access.Password.Reveal()) }
                : null,
            Routes = [.. environment.Routes.Select(route => route with { Domain = Fill(route.Domain), Port = Fill(route.Port) })],
            Database = environment.Database is { } database
                ? database with
                {
                    Name = Fill(database.Name),
                    User = Fill(database.User),
                }
                : null,
            Certificates =
            [
                .. environment.Certificates.Select(certificate =>
                    certificate with
                    {
                        Directory = Fill(certificate.Directory),
                        ServerNames = [.. certificate.ServerNames.Select(Fill).Distinct(StringComparer.Ordinal)],
                    }
                ),
            ],
        };
        var edge = stack.Edge with { HttpPort = Fill(stack.Edge.HttpPort), HttpsPort = Fill(stack.Edge.HttpsPort) };
        return (resolved, edge, missing.ToImmutable());

        string Fill(string text)
        {
            var (filled, lacking) = Interpolation.Resolve(text, values);
            missing.UnionWith(lacking);
            return filled;
        }
    }
}
