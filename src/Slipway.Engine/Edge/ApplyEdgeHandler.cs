using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Edge;

/// <summary>Has Caddy check the edge's files, moves them into place and has Caddy load them.</summary>
public sealed class ApplyEdgeHandler : ActionHandler<ApplyEdge>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(ApplyEdge action, StepContext step)
    {
        var changes = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        foreach (var file in action.Files)
            changes.Add(KeyValuePair.Create(file.Path, file.User is null ? file.Text?.Reveal() : await UsersAsync(file, step)));
        await new EdgeFolder(step.Host.Files, step.Paths).ApplyAsync(
            changes.ToImmutable(),
            () => step.RunAsync(action.Validate),
            () => step.RunAsync(action.Reload)
        );
        EdgeRecord.Note(step.Host.Files, step.Paths, action.Files.Select(file => KeyValuePair.Create(file.Path, file.Fingerprint)));
        return "";
    }

    private static async Task<string> UsersAsync(EdgeFile file, StepContext step)
    {
        var container = await step.Docker.EdgeContainerAsync(step.Desired.Stack.Edge, step.Cancellation)
            ?? throw new StepFailedException("the edge has no container that could hash the password of the basic auth.");
        var hash = await PasswordHash.MakeAsync(step.Host.Commands, container.Name, PasswordOf(file, step), step.Cancellation)
            ?? throw new StepFailedException("caddy could not hash the password of the basic auth.");
        // Developers are no part of a release: those of now stay, whichever one it is.
        return DeveloperAccess.UsersText(
            file.User!,
            hash,
            DeveloperList.Parse(step.Host.Files.ReadText(step.Paths.Developers(step.Desired.Environment.Name)))
        );
    }

    /// <summary>The password of a users file: the present one, or, where an earlier file comes back, that of an env file of then.</summary>
    private static string PasswordOf(EdgeFile file, StepContext step) =>
        new[] { step.Desired.Environment.Access?.Password.Reveal() }.OfType<string>()
            .Concat(step.Loaded.Env.Values.Values)
            .Concat(step.Store.EnvVersions.ReadValues().SelectMany(values => values.Values))
            .FirstOrDefault(value => file.HasPassword(value))
        ?? throw new StepFailedException($"no known env file has the password of {file.User} for {file.Path}.");
}
