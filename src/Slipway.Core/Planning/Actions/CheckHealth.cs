using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Health;

namespace Slipway.Core.Planning.Actions;

/// <summary>Asks the environment's services and routes whether they are healthy.</summary>
[ActionName("checkHealth")]
public sealed record CheckHealth(string Project, ImmutableArray<string> Services, ImmutableArray<Probe> Probes, TimeSpan Timeout)
    : StepAction
{
    /// <summary>How many good answers in a row each probe has to get.</summary>
    public int GoodInARow { get; init; } = 1;

    /// <summary>What has to let its owner in, since the next release begins with a backup; null where there is no database.</summary>
    public DatabaseQuestion? Database { get; init; }

    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            $"expects running and healthy: {string.Join(", ", Services)}",
            .. Database is { } database
                ? [$"asks {database.Service} for the size of database {database.Name}"]
                : ImmutableArray<string>.Empty,
            .. Probes.Select(probe =>
                $"GET {probe.Url} through the edge, expects {probe.Expect}{(GoodInARow > 1 ? $", {GoodInARow} times in a row" : "")}"
            ),
        ];
}

/// <summary>A question to a database.</summary>
/// <param name="Name">The database.</param>
/// <param name="Service">The service that runs the server.</param>
/// <param name="Command">The command that asks.</param>
public sealed record DatabaseQuestion(string Name, string Service, Command Command);
