using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Edge;

/// <summary>Removes a developer's access to an environment, at once and without dropping anybody else's requests.</summary>
public sealed class RemoveDeveloper(StackSession session)
{
    private const string Target = nameof(RemoveDeveloper);

    /// <summary>Removes a developer.</summary>
    /// <param name="environmentName">The environment.</param>
    /// <param name="user">The developer's name.</param>
    /// <param name="cancellation">Ends the command before its first effect.</param>
    public async Task<DeveloperOutcome> RunAsync(EnvironmentName environmentName, string user, CancellationToken cancellation)
    {
        var environment = session.Find(environmentName);
        var developers = new DeveloperAccess(session, environment.Name);
        if (user == developers.DefinitionUser())
            throw SlipwayException.Usage(
                $"{user} is the user of the definition.",
                $"change `access` of {environment.Name} in {session.Location.DisplayName}, and deploy it."
            );

        await new DockerQueries(session.Host.Commands).RequireEngineAsync(cancellation);
        using var mine = session.Lock(environment.Name, Target);
        using var edge = await new EdgeLock(session.Host, session.Paths).TakeAsync(Target, session.Host.Report.Say, cancellation);
        var container = await developers.EdgeContainerAsync(cancellation);
        var known = developers.Read();
        if (!known.Has(user))
        {
            // Whoever was removed by a command that was interrupted may still have access.
            if (developers.IsUnfinished) await developers.ApplyAsync(known, container);
            throw SlipwayException.Usage(
                $"{environment.Name} has no developer of this name.",
                known.Names.IsEmpty ? "nobody was added to it." : $"name one of: {string.Join(", ", known.Names)}."
            );
        }

        var list = known.Without(user);
        var isLoaded = await developers.ApplyAsync(list, container);
        return new DeveloperOutcome(environment.Name, user, session.Url(environment), null, false, isLoaded, list.Names);
    }
}
