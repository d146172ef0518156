using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>What is known of the host. What could not be found out is null, or empty where <see cref="IsKnown"/> is false.</summary>
public sealed record HostFacts
{
    /// <summary>Nothing is known: no engine answers.</summary>
    public static HostFacts Unknown { get; } = new();

    /// <summary>Whether the engine answered; where it did not, containers and networks are empty.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What the client said where the engine was asked and did not answer; null where it answered, or was not asked.</summary>
    public string? EngineError { get; init; }

    /// <summary>The engine's version, for example <c>28.5.2</c>.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>The version of Compose.</summary>
    public string? ComposeVersion { get; init; }

    /// <summary>The version of Buildx.</summary>
    public string? BuildxVersion { get; init; }

    /// <summary>Where the client finds the engine; null where it did not say.</summary>
    public string? EngineEndpoint { get; init; }

    /// <summary>The CPUs of the machine that the engine runs on.</summary>
    public int? Cpus { get; init; }

    /// <summary>Its memory, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The memory that is available now, in bytes.</summary>
    public long? AvailableMemoryBytes { get; init; }

    /// <summary>The containers of the host, stopped ones included.</summary>
    public ImmutableArray<HostContainer> Containers { get; init; } = [];

    /// <summary>The networks of the host.</summary>
    public ImmutableArray<HostNetwork> Networks { get; init; } = [];

    /// <summary>The TCP ports on which something of the host listens, those that containers publish included.</summary>
    public ImmutableSortedSet<int> ListeningPorts { get; init; } = [];

    /// <summary>The room where the engine keeps images and volumes.</summary>
    public FileSystemSpace? EngineSpace { get; init; }

    /// <summary>The room where the state folder is.</summary>
    public FileSystemSpace? StateSpace { get; init; }

    /// <summary>What a deployment is likely to write where the engine keeps images; empty where nothing is known yet.</summary>
    public ImmutableArray<DiskNeed> EngineNeeds { get; init; } = [];

    /// <summary>What a deployment is likely to write to the state folder; empty where nothing is known yet.</summary>
    public ImmutableArray<DiskNeed> StateNeeds { get; init; } = [];

    /// <summary>What DNS says of each public domain.</summary>
    public ImmutableArray<DomainFacts> Domains { get; init; } = [];

    /// <summary>The host's own addresses.</summary>
    public ImmutableSortedSet<string> Addresses { get; init; } = [];

    /// <summary>The databases that run, and whether they let their owners in.</summary>
    public ImmutableArray<DatabaseFacts> Databases { get; init; } = [];

    /// <summary>Certificates, and when they end.</summary>
    public ImmutableArray<CertificateFacts> Certificates { get; init; } = [];

    /// <summary>Whether the kernel says that the clock is held right by a time service; null where that cannot be found out.</summary>
    public bool? ClockIsSynchronized { get; init; }
}

/// <summary>
/// A container of the host, whosever it is: a line of <c>docker container ls</c> for all of them at once. An
/// <see cref="Observed.ObservedContainer"/> is one of a project, inspected: that asks more of the engine than a look at everybody's ports
/// needs.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Project">Its Compose project; empty where it has none.</param>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="Ports">What it publishes while it runs.</param>
public sealed record HostContainer(string Name, string Project, bool IsRunning, ImmutableArray<HostPort> Ports)
{
    /// <summary>The containers that <see cref="DockerCommands.ContainersWithPorts"/> lists.</summary>
    public static ImmutableArray<HostContainer> Parse(string text) =>
        [
            .. text.Split('\n')
                .Select(line => line.TrimEnd('\r').Split('\t'))
                .Where(columns => columns.Length == 4)
                // A container that others are linked to has their names too, with a slash.
                .Select(columns => new HostContainer(
                    columns[0].Split(',').FirstOrDefault(name => !name.Contains('/', StringComparison.Ordinal)) ?? columns[0],
                    columns[1],
                    columns[2] is "running" or "paused" or "restarting",
                    HostPort.Parse(columns[3])
                )),
        ];
}

/// <summary>A published port.</summary>
/// <param name="Address">The host's address that it is bound to; <c>0.0.0.0</c> or <c>::</c> for all.</param>
/// <param name="Number">The host's port.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record HostPort(string Address, int Number, string Protocol)
{
    /// <summary>Whether it is bound to all addresses of the host.</summary>
    public bool IsOnAllAddresses => Address is "0.0.0.0" or "::";

    /// <summary>
    /// The ports that <c>docker ps</c> shows, for example <c>0.0.0.0:8000-8001->80-81/tcp, [::]:443->443/udp, 5432/tcp</c>; the last of
    /// these is not published.
    /// </summary>
    public static ImmutableArray<HostPort> Parse(string text) =>
        [.. text.Split(", ", StringSplitOptions.RemoveEmptyEntries).SelectMany(Range)];

    private static IEnumerable<HostPort> Range(string shown)
    {
        var arrow = shown.IndexOf("->", StringComparison.Ordinal);
        var colon = arrow < 0 ? -1 : shown.LastIndexOf(':', arrow);
        if (colon < 0) return [];
        // Docker before 28 writes :::443 for [::]:443.
        var address = shown[..colon].Trim('[', ']');
        var ends = shown[(colon + 1)..arrow]
            .Split('-')
            .Select(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToArray();
        var protocol = shown[(shown.LastIndexOf('/') + 1)..];
        return ends[0] == 0 || ends[^1] < ends[0]
            ? []
            : Enumerable.Range(ends[0], ends[^1] - ends[0] + 1).Select(number => new HostPort(address, number, protocol));
    }
}

/// <summary>A network of the host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Project">The Compose project that made it; empty where none did.</param>
/// <param name="Subnets">Its subnets, as <c>172.18.0.0/16</c>.</param>
public sealed record HostNetwork(string Name, string Project, ImmutableArray<string> Subnets)
{
    /// <summary>The networks that <see cref="DockerCommands.InspectNetworks"/> lists.</summary>
    public static ImmutableArray<HostNetwork> Parse(string text) =>
    [
        .. text.Split('\n').Select(line => line.TrimEnd('\r').Split('\t'))
            .Where(columns => columns.Length == 3)
            .Select(columns => new HostNetwork(columns[0], columns[1], [.. columns[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)])),
    ];
}

/// <summary>What DNS says of a domain.</summary>
/// <param name="Name">The domain.</param>
/// <param name="Environment">Whose it is.</param>
/// <param name="Addresses">The addresses that it resolves to; null where the question got no answer in time.</param>
public sealed record DomainFacts(string Name, EnvironmentName Environment, ImmutableArray<string>? Addresses)
{
    /// <summary>Whether a name means this machine wherever it is asked for, so that DNS has no part in it.</summary>
    public static bool NeedsNoDns(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A database that was asked.</summary>
/// <param name="Name">The database.</param>
/// <param name="Environment">Whose it is.</param>
/// <param name="Service">The service that runs the server.</param>
/// <param name="Error">What it said where it did not let its owner in; null where it did.</param>
public sealed record DatabaseFacts(string Name, EnvironmentName Environment, string Service, string? Error);

/// <summary>A certificate.</summary>
/// <param name="Name">The domain, or what the definition calls it.</param>
/// <param name="Environment">Whose it is.</param>
/// <param name="EndsUtc">When it ends; null where it could not be read.</param>
public sealed record CertificateFacts(string Name, EnvironmentName Environment, DateTimeOffset? EndsUtc)
{
    /// <summary>The file, absolute; empty for one that the edge serves.</summary>
    public string File { get; init; } = "";

    /// <summary>From when on it is valid; null where that was not read.</summary>
    public DateTimeOffset? BeginsUtc { get; init; }
}
