using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Backups;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Postgres;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Validation;

/// <summary>
/// Looks at the host: the engine and what runs on it, the machine, and what the outside sees of it. It has no effect and never fails: what
/// cannot be found out is left unknown.
/// </summary>
public sealed class HostReader(Host host, StackLocation location)
{
    /// <summary>Looks at everything side by side.</summary>
    /// <param name="environments">The environments with every <c>${KEY}</c> filled in, as far as that could be done.</param>
    /// <param name="edge">The edge, filled in likewise.</param>
    /// <param name="paths">Where the state lies.</param>
    /// <param name="deep">Whether to ask for what may take a second or two as well: names in DNS, certificates, the clock.</param>
    /// <param name="cancellation">Ends the questions and throws.</param>
    public async Task<HostFacts> ReadAsync(
        ImmutableArray<EnvironmentDefinition> environments,
        EdgeDefinition edge,
        StatePaths paths,
        bool deep,
        CancellationToken cancellation
    )
    {
        var info = RunAsync(DockerCommands.Info(), cancellation);
        var containers = RunAsync(DockerCommands.ContainersWithPorts(), cancellation);
        var networks = NetworksAsync(cancellation);
        var domains = deep ? DomainsAsync(environments, cancellation) : Task.FromResult(ImmutableArray<DomainFacts>.Empty);
        var served = deep ? ServedAsync(environments, edge, cancellation) : Task.FromResult(ImmutableArray<CertificateFacts>.Empty);
        var images = deep ? ImageNeedsAsync(environments, paths, cancellation) : Task.FromResult(ImmutableArray<DiskNeed>.Empty);
        var databases = deep ? DatabasesAsync(environments, cancellation) : Task.FromResult(ImmutableArray<DatabaseFacts>.Empty);
        var ports = host.Machine.ListeningPorts();

        var said = await info;
        var engine = EngineInfo.Parse(said.Output);
        return new HostFacts
        {
            IsKnown = engine.Version is not null,
            EngineError = engine.Version is null ? LastLine(said) : null,
            EngineVersion = engine.Version,
            ComposeVersion = engine.ComposeVersion,
            BuildxVersion = engine.BuildxVersion,
            EngineEndpoint = host.Machine.EngineEndpoint(),
            Cpus = engine.Cpus,
            MemoryBytes = engine.MemoryBytes,
            AvailableMemoryBytes = host.Machine.AvailableMemoryBytes(),
            Containers = HostContainer.Parse((await containers).Output),
            Networks = HostNetwork.Parse(await networks),
            ListeningPorts = ports,
            EngineSpace = EngineSpace(engine.RootFolder),
            EngineNeeds = await images,
            StateSpace = host.Files.SpaceOf(paths.Root),
            StateNeeds = deep ? BackupNeeds(environments, paths) : [],
            Addresses = deep ? host.Machine.Addresses() : [],
            Domains = await domains,
            Databases = await databases,
            Certificates = deep ? [.. await served, .. Stored(environments)] : [],
            ClockIsSynchronized = deep ? host.Machine.ClockIsSynchronized() : null,
        };
    }

    // An engine in a virtual machine names a folder of that machine.
    private FileSystemSpace? EngineSpace(string? root) =>
        root is not null && host.Files.FolderExists(root) ? host.Files.SpaceOf(root) : null;

    /// <summary>
    /// The images that an environment runs tell how large the next ones may be. Environments are deployed one at a time: the largest
    /// counts.
    /// </summary>
    private async Task<ImmutableArray<DiskNeed>> ImageNeedsAsync(
        ImmutableArray<EnvironmentDefinition> environments,
        StatePaths paths,
        CancellationToken cancellation
    )
    {
        var built = environments
            .Select(environment => (environment.Name, Ids: BuiltImages(paths, environment.Name)))
            .Where(environment => !environment.Ids.IsEmpty)
            .ToImmutableArray();
        try
        {
            var images = await new DockerQueries(host.Commands).ImagesAsync(built.SelectMany(environment => environment.Ids), cancellation);
            return Largest(
                built.Select(environment => new DiskNeed(
                    $"images of {environment.Name}",
                    environment.Ids.Sum(id => images.GetValueOrDefault(id)?.Bytes ?? 0)
                ))
            );
        }
        catch (SlipwayException)
        {
            return [];
        }
    }

    private ImmutableArray<string> BuiltImages(StatePaths paths, EnvironmentName environment)
    {
        try
        {
            return
            [
                .. (new ReleaseStore(host.Files, paths, environment).ReadCurrent()?.Services.Values ?? [])
                    .Where(service => service.Build is not null)
                    .Select(service => service.ImageId)
                    .Distinct(StringComparer.Ordinal),
            ];
        }
        catch (SlipwayException)
        {
            // What is wrong with the ledger, commands for that environment say.
            return [];
        }
    }

    private ImmutableArray<DiskNeed> BackupNeeds(ImmutableArray<EnvironmentDefinition> environments, StatePaths paths) =>
        Largest(
            environments.Select(environment => new DiskNeed(
                $"a backup of {environment.Name}",
                Observer.LastBackup(host.Files, paths.Backups(environment.Name), BackupsTaken(paths, environment.Name))?.Bytes
            ))
        );

    private ImmutableArray<BackupId> BackupsTaken(StatePaths paths, EnvironmentName environment)
    {
        try
        {
            return new ReleaseStore(host.Files, paths, environment).ReadHistory().Backups;
        }
        catch (SlipwayException)
        {
            // What is wrong with the ledger, commands for that environment say.
            return [];
        }
    }

    private static ImmutableArray<DiskNeed> Largest(IEnumerable<DiskNeed> needs) =>
        needs.Where(need => need.Bytes > 0).MaxBy(need => need.Bytes) is { } largest ? [largest] : [];

    private async Task<string> NetworksAsync(CancellationToken cancellation)
    {
        var ids = (await RunAsync(DockerCommands.NetworkIds(), cancellation)).Output.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        // One may be gone by then; the others are printed all the same.
        return ids.Length == 0 ? "" : (await RunAsync(DockerCommands.InspectNetworks(ids), cancellation)).Output;
    }

    private async Task<ImmutableArray<DomainFacts>> DomainsAsync(
        ImmutableArray<EnvironmentDefinition> environments,
        CancellationToken cancellation
    ) =>
        [
            .. await Task.WhenAll(
                Domains(environments)
                    .Where(domain => !DomainFacts.NeedsNoDns(domain.Name))
                    .Select(async domain => new DomainFacts(
                        domain.Name,
                        domain.Environment,
                        await host.Machine.ResolveAsync(domain.Name, cancellation)
                    ))
            ),
        ];

    private async Task<ImmutableArray<CertificateFacts>> ServedAsync(
        ImmutableArray<EnvironmentDefinition> environments,
        EdgeDefinition edge,
        CancellationToken cancellation
    )
    {
        if (!int.TryParse(edge.HttpsPort, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return [];
        return
        [
            .. await Task.WhenAll(
                Domains(environments)
                    .Select(async domain =>
                        FactsOf(
                            domain.Name,
                            domain.Environment,
                            await host.Machine.ServedCertificateAsync(domain.Name, port, cancellation)
                        )
                    )
            ),
        ];
    }

    private async Task<ImmutableArray<DatabaseFacts>> DatabasesAsync(
        ImmutableArray<EnvironmentDefinition> environments,
        CancellationToken cancellation
    )
    {
        var asked = await Task.WhenAll(
            from environment in environments
            where environment.Database is { InSharedProject: false }
            select DatabaseAsync(environment, environment.Database!, cancellation)
        );
        return [.. asked.OfType<DatabaseFacts>()];
    }

    // Null where it does not run, or no engine answers.
    private async Task<DatabaseFacts?> DatabaseAsync(
        EnvironmentDefinition environment,
        DatabaseDefinition database,
        CancellationToken cancellation
    )
    {
        try
        {
            var containers = await new DockerQueries(host.Commands).ContainersAsync(environment.Compose.Project, cancellation);
            if (containers.FirstOrDefault(one => one.Service == database.Service && one.IsHealthy && !one.IsOneOff) is not { } container)
                return null;
            var result = await RunAsync(PostgresCommands.Size(container.Name, database.User, database.Name), cancellation);
            return new DatabaseFacts(database.Name, environment.Name, database.Service, result.Succeeded ? null : LastLine(result));
        }
        catch (SlipwayException)
        {
            return null;
        }
    }

    private IEnumerable<CertificateFacts> Stored(ImmutableArray<EnvironmentDefinition> environments) =>
        from environment in environments
        from definition in environment.Certificates
        let folder = location.Resolve(definition.Directory)
        where host.Files.FolderExists(folder)
        from name in definition.Clients.Prepend("server").Prepend("ca").Distinct(StringComparer.Ordinal)
        let file = Path.Combine(folder, $"{name}.crt")
        where host.Files.Exists(file)
        select FactsOf($"{definition.Name} {name}", environment.Name, host.Machine.ReadCertificate(file)) with { File = file };

    private static CertificateFacts FactsOf(string name, EnvironmentName environment, CertificateTimes? times) =>
        new(name, environment, times?.EndsUtc) { BeginsUtc = times?.BeginsUtc };

    private static IEnumerable<(string Name, EnvironmentName Environment)> Domains(ImmutableArray<EnvironmentDefinition> environments) =>
        environments.SelectMany(environment =>
            environment
                .Routes.Select(route => route.Domain)
                .Where(IsName)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(domain => (domain, environment.Name))
        );

    // A reference to a key that the env file lacks stays as it is written, and so does a placeholder.
    private static bool IsName(string text) => Uri.CheckHostName(text) == UriHostNameType.Dns;

    private async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        try
        {
            return await host.Commands.RunAsync(command, cancellation: cancellation);
        }
        catch (SlipwayException error)
        {
            // There is no such program.
            return new CommandResult(1, "", error.Failure.What);
        }
    }

    private static string LastLine(CommandResult result) =>
        result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
        ?? $"exit code {result.ExitCode} without a message";
}
