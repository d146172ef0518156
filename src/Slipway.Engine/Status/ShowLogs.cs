using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Session;

namespace Slipway.Engine.Status;

/// <summary>Shows what services print.</summary>
public sealed class ShowLogs(StackSession session)
{
    /// <summary>Passes the services' log lines on, cleaned of secrets, until they end or the operator does.</summary>
    /// <param name="environmentName">The environment.</param>
    /// <param name="services">The services; empty for all of them.</param>
    /// <param name="tail">With how many of the last lines of each it begins.</param>
    /// <param name="follow">Whether it goes on with what comes.</param>
    /// <param name="onLine">Gets the lines.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(
        EnvironmentName environmentName,
        ImmutableArray<string> services,
        int tail,
        bool follow,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var environment = session.Find(environmentName);
        var store = session.Store(environment.Name);
        var current = store.ReadHistory().Current ?? throw session.NoRelease(environment);
        var known = store.ReadManifest(current)?.Services.Keys.ToImmutableArray() ?? [];
        if (services.FirstOrDefault(service => !known.Contains(service)) is { } unknown)
            throw SlipwayException.Usage($"{environment.Name} has no service {unknown}.", $"use one of: {string.Join(", ", known)}.");

        var redactor = session.Host.RedactorFor([
            new EnvFileReader(session).Read(environment, use: null).Values,
            .. store.EnvVersions.ReadValues(),
        ]);
        await new DockerQueries(session.Host.Commands).RequireEngineAsync(cancellation);
        var result = await session.Host.Commands.RunAsync(
            ComposeCommands.Logs(
                environment.Compose.Project,
                session.Paths.Compose(environment.Name, current),
                tail,
                follow,
                services
            ),
            null,
            line => onLine(redactor.Clean(line)),
            cancellation
        );
        if (!result.Succeeded)
            throw new SlipwayException(
                ExitCode.Failed,
                new Failure("Compose could not show the logs.") { Why = redactor.Clean(result.Error.Trim()) }
            );
    }
}
