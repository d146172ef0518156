using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>What a handler works with: the run that its step is a part of, and the step's own lines and end.</summary>
public sealed class StepContext
{
    /// <summary>The ports of the machine.</summary>
    public required Host Host { get; init; }

    /// <summary>Where the stack's files lie.</summary>
    public required StackLocation Location { get; init; }

    /// <summary>What was read when the plan was made.</summary>
    public required LoadedEnvironment Loaded { get; init; }

    /// <summary>The plan that the step is a part of.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Reads and observes again, and names what changed since the plan was made.</summary>
    public required Func<CancellationToken, Task<ImmutableArray<string>>> ReadChanges { get; init; }

    /// <summary>When this process began to work on the run.</summary>
    public required DateTimeOffset RunBeganUtc { get; init; }

    /// <summary>Measures the traffic while the run works; null where nothing is measured.</summary>
    public ITrafficMeter? Traffic { get; init; }

    /// <summary>Called with each line that the step prints, cleaned of secrets.</summary>
    public required Action<string> OnLine { get; init; }

    /// <summary>Ends the step at once.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Questions to the Docker engine.</summary>
    public DockerQueries Docker => new(Host.Commands);

    /// <summary>What is wanted.</summary>
    public DesiredState Desired => Loaded.Desired;

    /// <summary>Where the state lies.</summary>
    public StatePaths Paths => Desired.Paths;

    /// <summary>The releases of the environment.</summary>
    public ReleaseStore Store => new(Host.Files, Paths, Desired.Environment.Name);

    /// <summary>Cleans the environment's secrets out of texts.</summary>
    public Redactor Redactor => Loaded.Redactor;

    /// <summary>Runs a command that has an effect.</summary>
    /// <exception cref="StepFailedException">It failed; the evidence is its last lines, or those of a container.</exception>
    public Task<CommandResult> RunAsync(Command command) => new EffectCommand(this).RunAsync(command);
}
