using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Edge;

/// <summary>
/// Gives developers access to an environment and removes it again. Whoever has the locks of the environment and of the edge may call
/// it. The list in the environment's folder says who they are; what the edge reads is made from it.
/// </summary>
internal sealed class DeveloperAccess(StackSession session, EnvironmentName environment)
{
    // In the record of what Caddy has loaded: the files are being changed. It is no fingerprint, so that whoever comes after a
    // command that was interrupted there gives the edge the file once more.
    private const string Changing = "changing ";

    private readonly Host host = session.Host;
    private readonly StatePaths paths = session.Paths;
    private readonly EdgeDefinition edge = session.Definition.Edge;

    /// <summary>What Caddy imports: the user of the definition, and the developers.</summary>
    public static string UsersText(string user, string hash, DeveloperList developers) => $"{user} {hash}\n{developers.Without(user).Text}";

    /// <summary>Who they are.</summary>
    public DeveloperList Read() => DeveloperList.Parse(host.Files.ReadText(paths.Developers(environment)));

    /// <summary>The user of the definition, as the edge has it; null where it has no basic auth.</summary>
    public string? DefinitionUser() => host.Files.ReadText(UsersPath)?.Split(' ')[0];

    /// <summary>The container of the edge that runs, or null.</summary>
    public async Task<string?> EdgeContainerAsync(CancellationToken cancellation) =>
        await new DockerQueries(host.Commands).EdgeContainerAsync(edge, cancellation) is { State: "running" } container
            ? container.Name
            : null;

    /// <summary>Whether a command was interrupted before the edge had what the list says.</summary>
    public bool IsUnfinished => Loaded?.StartsWith(Changing, StringComparison.Ordinal) == true;

    /// <summary>Writes the list and has the edge load it. Where the edge does not take it, list and edge are as they were.</summary>
    /// <param name="developers">The list.</param>
    /// <param name="container">The edge's container; null where it does not run.</param>
    /// <returns>Whether the edge loaded it; if not, nobody is behind the edge now.</returns>
    public async Task<bool> ApplyAsync(DeveloperList developers, string? container)
    {
        var list = paths.Developers(environment);
        var before = (List: host.Files.ReadText(list), Users: host.Files.ReadText(UsersPath));
        if (before.Users is null)
        {
            host.Files.WriteText(list, developers.Text);
            return false;
        }

        var loaded = Loaded ?? "";
        var fingerprint = loaded.StartsWith(Changing, StringComparison.Ordinal) ? loaded[Changing.Length..] : loaded;
        Note(Changing + fingerprint);
        try
        {
            host.Files.WriteText(list, developers.Text);
            var definition = before.Users.Split('\n')[0].Split(' ');
            var users = UsersText(definition[0], definition[^1], developers);
            if (container is null) host.Files.WriteText(UsersPath, users);
            else
            {
                await new EdgeFolder(host.Files, paths).ApplyAsync(
                    [KeyValuePair.Create(paths.UsersName(environment), (string?)users)],
                    () => RunAsync(CaddyCommands.Validate(container)),
                    () => RunAsync(CaddyCommands.Reload(container))
                );
            }
        }
        catch
        {
            Restore(list, before.List);
            Note(fingerprint);
            throw;
        }

        Note(fingerprint);
        return container is not null;
    }

    /// <summary>The refusal of what needs the edge, where that does not run.</summary>
    public static SlipwayException NoEdge(EnvironmentName environment, string why) =>
        SlipwayException.Refused(
            "the edge does not run.",
            why,
            $"start it with the environment: {Invocation.For("Up", environment.ToString())}"
        );

    /// <summary>The bcrypt hash of a password.</summary>
    /// <exception cref="SlipwayException">Caddy makes none.</exception>
    public async Task<string> HashAsync(string container, string password, CancellationToken cancellation) =>
        await PasswordHash.MakeAsync(host.Commands, container, password, cancellation)
        ?? throw new SlipwayException(
            ExitCode.Failed,
            new Failure("Caddy could not hash the password.")
            {
                Do = $"look at what the edge says: docker logs --tail 50 {container}",
                Now = Failure.NothingChanged,
            }
        );

    private string UsersPath => $"{paths.Edge}/{paths.UsersName(environment)}";

    private string? Loaded => EdgeRecord.Read(host.Files, paths).GetValueOrDefault(paths.UsersName(environment));

    private void Note(string fingerprint) =>
        EdgeRecord.Note(host.Files, paths, [KeyValuePair.Create(paths.UsersName(environment), fingerprint)]);

    private void Restore(string path, string? text)
    {
        if (text is null) host.Files.Delete(path);
        else host.Files.WriteText(path, text);
    }

    // Not to be cancelled between files and edge; it takes a second or two.
    private async Task RunAsync(Command command)
    {
        var result = await host.Commands.RunDetachedAsync(command);
        if (result.Succeeded) return;
        throw new SlipwayException(ExitCode.Failed, new Failure("the edge did not take the changed list of developers.")
        {
            Why = $"`{command}` ended with exit code {result.ExitCode}.",
            Do = "fix what it says below, then run the command again.",
            Now = "the list is as it was, and so is the edge.",
            Evidence = [.. result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(10)],
        });
    }
}
