using Slipway.Core.Edge;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Edge;

/// <summary>
/// Gives a developer access to an environment beside the user of its definition, or another password, at once and without dropping
/// anybody's requests.
/// </summary>
public sealed class AddDeveloper(StackSession session)
{
    private const string Target = nameof(AddDeveloper);

    /// <summary>Adds a developer.</summary>
    /// <param name="environmentName">The environment.</param>
    /// <param name="user">The developer's name.</param>
    /// <param name="password">The password; null for a fresh one.</param>
    /// <param name="cancellation">Ends the command before its first effect.</param>
    public async Task<DeveloperOutcome> RunAsync(
        EnvironmentName environmentName,
        string user,
        string? password,
        CancellationToken cancellation
    )
    {
        var host = session.Host;
        var environment = session.Find(environmentName);
        var developers = new DeveloperAccess(session, environment.Name);
        Require(environment, developers, user, password);

        await new DockerQueries(host.Commands).RequireEngineAsync(cancellation);
        using var mine = session.Lock(environment.Name, Target);
        using var edge = await new EdgeLock(host, session.Paths).TakeAsync(Target, host.Report.Say, cancellation);
        var container = await developers.EdgeContainerAsync(cancellation)
            ?? throw DeveloperAccess.NoEdge(environment.Name, "Caddy hashes the password, and has to load it.");
        var known = developers.Read();
        var fresh = password is null ? host.RandomText(DeveloperPassword.Length) : null;
        var list = known.With(user, await developers.HashAsync(container, password ?? fresh!, cancellation));
        var isLoaded = await developers.ApplyAsync(list, container);
        return new DeveloperOutcome(environment.Name, user, session.Url(environment), fresh, known.Has(user), isLoaded, list.Names);
    }

    private void Require(EnvironmentDefinition environment, DeveloperAccess developers, string user, string? password)
    {
        if (environment.Access is null)
            throw SlipwayException.Usage(
                $"{environment.Name} has no basic auth.",
                $"add `access` to it in {session.Location.DisplayName}, and deploy it."
            );
        if (!DeveloperList.IsName(user))
            throw SlipwayException.Usage(
                "that is not a valid name for a developer.",
                "take letters, digits, '.', '_', '@' and '-', 64 at most, beginning with a letter or digit."
            );
        if (
            password is not null
            && DeveloperPassword.Problem(password, user, session.Definition.Name, environment.Name.ToString()) is { } problem
        )
            throw SlipwayException.Usage($"the password {problem}.", "take another one, or leave it out for a random one.");
        if (user == developers.DefinitionUser())
            throw SlipwayException.Usage(
                $"{user} is the user of the definition.",
                $"take another name; that user's password stands in {environment.Compose.EnvFile}."
            );
        if (
            developers.Read().Has(user)
            && session.Host.Ask.Confirm($"{user} has access to {environment.Name} already. Replace the password?") is not true
        )
            throw SlipwayException.Usage(
                $"{user} has access to {environment.Name} already.",
                "take another name, or replace the password: say so with --yes."
            );
    }
}
