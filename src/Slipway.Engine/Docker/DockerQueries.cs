using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Postgres;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Docker;

/// <summary>Questions to the Docker engine. Each has no effect.</summary>
public sealed class DockerQueries(IRunCommands commands)
{
    /// <summary>Fails with what to do when no engine answers.</summary>
    public async Task RequireEngineAsync(CancellationToken cancellation)
    {
        var version = await commands.RunAsync(DockerCommands.Version(), cancellation: cancellation);
        if (version.Succeeded)
            return;
        throw new SlipwayException(
            ExitCode.Failed,
            new Failure("the Docker engine does not answer.")
            {
                Why = LastLine(version),
                Do =
                    $"start it (`systemctl start docker`, or `{Invocation.Script} --setup` installs and starts one), "
                    + "and check that this user may use it.",
                Now = "nothing was changed by this command; containers are as the engine left them.",
            }
        );
    }

    /// <summary>The containers of a Compose project, stopped ones included.</summary>
    public async Task<ImmutableArray<ObservedContainer>> ContainersAsync(string project, CancellationToken cancellation)
    {
        var ids = Lines(await RequireAsync(DockerCommands.ContainerIds(project), cancellation));
        return ids.IsEmpty ? [] : await InspectAsync(ids, cancellation);
    }

    /// <summary>The containers of no Compose project that have a name of this one, or are on one of its networks or of these.</summary>
    public async Task<ImmutableArray<ObservedContainer>> GuestsAsync(
        string project,
        IEnumerable<string> networks,
        CancellationToken cancellation
    )
    {
        var shared = networks.ToImmutableHashSet(StringComparer.Ordinal);
        ImmutableArray<string> ids =
        [
            // The middle columns may be empty, and a container may have left since.
            .. (await RequireAsync(DockerCommands.ContainersWithProjects(), cancellation)).Split('\n')
                .Select(line => line.TrimEnd('\r').Split('\t'))
                .Where(columns =>
                    columns is [_, "", var on, var name]
                    && (
                        name.StartsWith(project + "-", StringComparison.Ordinal)
                        || on.Split(',')
                            .Any(network => shared.Contains(network) || network.StartsWith(project + "_", StringComparison.Ordinal))
                    )
                )
                .Select(columns => columns[0]),
        ];
        return ids.IsEmpty ? [] : await InspectAsync(ids, cancellation);
    }

    /// <summary>The migrations that a database says it has; null where it cannot be asked.</summary>
    public async Task<ImmutableSortedSet<string>?> AppliedMigrationsAsync(
        string container,
        DatabaseDefinition database,
        AppliedTableDefinition? table,
        CancellationToken cancellation
    )
    {
        var result = await commands.RunAsync(
            PostgresCommands.Query(container, database.User, database.Name),
            AppliedMigrations.Script(table),
            cancellation: cancellation
        );
        return result.Succeeded ? AppliedMigrations.Read(result.Output) : null;
    }

    /// <summary>
    /// The container that runs Caddy: a healthy one where there are several, then one that runs; null where there is none in any state.
    /// </summary>
    public async Task<ObservedContainer?> EdgeContainerAsync(EdgeDefinition edge, CancellationToken cancellation) =>
        EdgeContainer.Among(await ContainersAsync(edge.Compose.Project, cancellation), edge);

    /// <summary>Containers by id or name; those that are gone are left out.</summary>
    public async Task<ImmutableArray<ObservedContainer>> InspectAsync(ImmutableArray<string> idsOrNames, CancellationToken cancellation)
    {
        var result = await commands.RunAsync(DockerCommands.InspectContainers(idsOrNames), cancellation: cancellation);
        // A container may end between the list and this question; what is left is printed all the same.
        return ObservedContainer.ParseInspect(result.Output.Length > 0 ? result.Output : "[]");
    }

    /// <summary>The names of all networks.</summary>
    public async Task<ImmutableSortedSet<string>> NetworksAsync(CancellationToken cancellation) =>
        [.. Lines(await RequireAsync(DockerCommands.NetworkNames(), cancellation))];

    /// <summary>
    /// The Compose projects that have containers on a network, stopped ones included; an empty name stands for containers of no project.
    /// </summary>
    public async Task<ImmutableSortedSet<string>> ProjectsOnAsync(string network, CancellationToken cancellation) =>
        [.. (await RequireAsync(DockerCommands.ProjectsOn(network), cancellation)).Split('\n', StringSplitOptions.TrimEntries)[..^1]];

    /// <summary>What a container has printed on standard output so far.</summary>
    public async Task<string> OutputAsync(string container, CancellationToken cancellation) =>
        (await commands.RunAsync(DockerCommands.Logs(container), cancellation: cancellation)).Output;

    /// <summary>All volumes, and where the engine keeps them.</summary>
    public async Task<HostVolumes> VolumesAsync(CancellationToken cancellation) =>
        HostVolumes.Parse(await RequireAsync(DockerCommands.Volumes(), cancellation));

    /// <summary>The folder in which the engine keeps images and volumes; empty where it does not say.</summary>
    public async Task<string> RootFolderAsync(CancellationToken cancellation) =>
        (await commands.RunAsync(DockerCommands.RootFolder(), cancellation: cancellation)).Output.Trim();

    /// <summary>What time it is for the engine; null where it does not say.</summary>
    public async Task<DateTimeOffset?> TimeAsync(CancellationToken cancellation)
    {
        var result = await commands.RunAsync(DockerCommands.Time(), cancellation: cancellation);
        return DateTimeOffset.TryParse(result.Output.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
    }

    /// <summary>
    /// What happened to a project's containers between two past moments, as far as the engine keeps them; nothing where it does not say.
    /// </summary>
    public async Task<ImmutableArray<ContainerEvent>> EventsAsync(
        string project,
        DateTimeOffset since,
        DateTimeOffset until,
        CancellationToken cancellation
    ) =>
        ContainerEvent.Parse(
            (await commands.RunAsync(DockerCommands.ContainerEvents(project, since, until), cancellation: cancellation)).Output
        );

    /// <summary>What a database takes on disk; null where it does not answer.</summary>
    public async Task<long?> DatabaseBytesAsync(string container, string user, string database, CancellationToken cancellation)
    {
        var result = await commands.RunAsync(PostgresCommands.Size(container, user, database), cancellation: cancellation);
        return result.Succeeded && long.TryParse(result.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : null;
    }

    /// <summary>The ids of those images that are on the host, by the reference or id that was asked for.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> ImageIdsAsync(
        IEnumerable<string> references,
        CancellationToken cancellation
    ) =>
        (await ImagesAsync(references, cancellation)).ToImmutableSortedDictionary(
            image => image.Key,
            image => image.Value.Id,
            StringComparer.Ordinal
        );

    /// <summary>Those images that are on the host, by the reference or id that was asked for.</summary>
    public async Task<ImmutableSortedDictionary<string, ObservedImage>> ImagesAsync(
        IEnumerable<string> references,
        CancellationToken cancellation
    )
    {
        var asked = references.Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (asked.IsEmpty) return ImmutableSortedDictionary<string, ObservedImage>.Empty;
        var result = await commands.RunAsync(DockerCommands.InspectImages(asked), cancellation: cancellation);
        var found = ImmutableSortedDictionary.CreateBuilder<string, ObservedImage>(StringComparer.Ordinal);
        foreach (var image in JsonNode.Parse(result.Output.Length > 0 ? result.Output : "[]") as JsonArray ?? [])
        {
            var id = (string?)image?["Id"] ?? "";
            var names = Names(image?["RepoTags"])
                .Concat(Names(image?["RepoDigests"]))
                .Append(id)
                .ToImmutableHashSet(StringComparer.Ordinal);
            foreach (var reference in asked.Where(reference => names.Any(name => IsNamed(reference, name))))
                found[reference] = new ObservedImage(id, (long?)image?["Size"] ?? 0);
        }

        return found.ToImmutable();
    }

    /// <summary>The last lines that a container logged, both streams.</summary>
    public async Task<ImmutableArray<string>> LastLinesAsync(string container, int lines, CancellationToken cancellation)
    {
        var result = await commands.RunAsync(DockerCommands.LastLines(container, lines), cancellation: cancellation);
        return [.. Lines(result.Output).Concat(Lines(result.Error)).TakeLast(lines)];
    }

    private async Task<string> RequireAsync(Command command, CancellationToken cancellation)
    {
        var result = await commands.RunAsync(command, cancellation: cancellation);
        if (result.Succeeded) return result.Output;
        // Whether the engine is the trouble is asked only now: a question that succeeds needs no second one.
        await RequireEngineAsync(cancellation);
        throw new SlipwayException(ExitCode.Failed, new Failure($"`{command}` failed with exit code {result.ExitCode}.")
        {
            Why = LastLine(result),
            Do = "run the command by hand to see more.",
            Now = Failure.NothingChanged,
        });
    }

    // Docker shows short names: what is asked for as docker.io/library/redis:7 is listed as redis:7.
    private static bool IsNamed(string asked, string name) =>
        asked == name || asked == name.Replace("sha256:", "", StringComparison.Ordinal) || Short(asked) == name;

    private static string Short(string reference)
    {
        var name = reference.StartsWith("docker.io/", StringComparison.Ordinal) ? reference["docker.io/".Length..] : reference;
        if (name.StartsWith("library/", StringComparison.Ordinal)) name = name["library/".Length..];
        return name.IndexOfAny([':', '@'], name.LastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
    }

    private static IEnumerable<string> Names(JsonNode? list) => (list as JsonArray ?? []).Select(name => (string?)name).OfType<string>();

    private static ImmutableArray<string> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string LastLine(CommandResult result) =>
        Lines(result.Error).LastOrDefault() ?? $"exit code {result.ExitCode} without a message";
}
