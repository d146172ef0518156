using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Compose;
using Slipway.Core.Environments;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>All that rules are checked against: the definition, both environments as they would run, git and the host.</summary>
public sealed record StackFacts
{
    /// <summary>The definition; folders in it that it declares as shared are absolute.</summary>
    public required StackDefinition Stack { get; init; }

    /// <summary>The definition's file, as the operator named it.</summary>
    public required string File { get; init; }

    /// <summary>Where the definition's keys stand.</summary>
    public required SourceFile Definition { get; init; }

    /// <summary>The folder of the definition, absolute, with <c>/</c> between its parts.</summary>
    public required string Folder { get; init; }

    /// <summary>The environments that could be read, in the order of the definition.</summary>
    public required ImmutableArray<EnvironmentFacts> Environments { get; init; }

    /// <summary>The services that environments share on purpose, as a project of their own; null where there are none.</summary>
    public EnvironmentFacts? Shared { get; init; }

    /// <summary>The host and what runs on it.</summary>
    public HostFacts Host { get; init; } = HostFacts.Unknown;

    /// <summary>The present moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Production, where it could be read.</summary>
    public EnvironmentFacts? Production => Environments.FirstOrDefault(environment => environment.IsProduction);

    /// <summary>The environments, and the shared project where there is one.</summary>
    public IEnumerable<EnvironmentFacts> Projects => Shared is null ? Environments : Environments.Append(Shared);

    /// <summary>Every env file once, with the projects that read it: their own ones, and those that services load.</summary>
    public IEnumerable<UsedEnvFile> EnvFiles => Projects
        .SelectMany(project => project.LoadedEnvFiles.Values.Prepend(project.Env).Select(file => (Project: project, File: file)))
        .GroupBy(read => RelativePath.WithoutDots(read.File.File.FileName), StringComparer.Ordinal)
        .Select(reads => new UsedEnvFile(reads.First().File, [.. reads.Select(read => read.Project).Distinct()]));

    /// <summary>The names of the environments that something in these projects is about: all of them for the shared project.</summary>
    public ImmutableArray<EnvironmentName> EnvironmentsOf(IEnumerable<EnvironmentFacts> projects)
    {
        var concerned = projects.ToHashSet();
        return
        [
            .. Environments
                .Where(environment => concerned.Contains(environment) || (Shared is not null && concerned.Contains(Shared)))
                .Select(environment => environment.Name),
        ];
    }

    /// <summary>What visitors of production depend on: production itself, and the services that environments share.</summary>
    public IEnumerable<EnvironmentFacts> Productive => new[] { Production, Shared }.OfType<EnvironmentFacts>();

    /// <summary>The environments that are not production.</summary>
    public IEnumerable<EnvironmentFacts> BesidesProduction => Environments.Where(environment => !environment.IsProduction);

    /// <summary>Every two environments, production first where it is one of them.</summary>
    public IEnumerable<(EnvironmentFacts One, EnvironmentFacts Other)> Pairs
    {
        get
        {
            var ordered = Environments.OrderBy(environment => !environment.IsProduction).ToImmutableArray();
            for (var one = 0; one < ordered.Length; one++)
            {
                for (var other = one + 1; other < ordered.Length; other++) yield return (ordered[one], ordered[other]);
            }
        }
    }

    /// <summary>The place of a key of the definition.</summary>
    public SourcePosition PlaceOf(params IEnumerable<string> path) => Definition.PlaceOf(path);

    /// <summary>A path relative to the definition's folder as an absolute one.</summary>
    public string Absolute(string path) => path.StartsWith('/') ? path : "/" + RelativePath.WithoutDots($"{Folder}/{path}").TrimStart('/');

    /// <summary>The Compose projects of the stack, the edge's included.</summary>
    public ImmutableHashSet<string> ProjectNames =>
        [
            .. Stack.Environments.Select(environment => environment.Compose.Project),
            Stack.Edge.Compose.Project,
            .. Stack.Shared is { } shared ? [shared.Project] : ImmutableArray<string>.Empty,
        ];

    /// <summary>The ports of the edge on the host, as an environment's env file gives them.</summary>
    public ImmutableArray<ComposePort> EdgePorts(EnvironmentFacts environment)
    {
        return
        [
            .. new[] { (Stack.Edge.HttpPort, "tcp"), (Stack.Edge.HttpsPort, "tcp"), (Stack.Edge.HttpsPort, "udp") }.SelectMany(port =>
                Port(port.Item1, port.Item2)
            ),
        ];

        IEnumerable<ComposePort> Port(string written, string protocol)
        {
            if (
                int.TryParse(
                    Interpolation.Resolve(written, environment.Env.File.Values).Text,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
                yield return new ComposePort("", number, number, protocol);
        }
    }
}
