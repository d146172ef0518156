using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Edge;
using Slipway.Engine.Environments;
using Slipway.Engine.Isolation;
using Slipway.Engine.Planning;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Status;
using Slipway.Engine.Validation;

namespace Slipway.Engine;

/// <summary>
/// What can be done with a stack, put together of the parts that it takes. A target calls one of these and prints what comes back. All of
/// them go by one <see cref="StackSession"/>.
/// </summary>
public sealed class UseCases(Host host, StackLocation location)
{
    private readonly StackSession session = new(host, location);

    /// <summary>Whether warnings of the rules stand in the way of a release, as errors do.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The environment that an operator names.</summary>
    /// <exception cref="SlipwayException">The stack has none of this name.</exception>
    public EnvironmentDefinition Find(string text) => session.Find(text);

    /// <summary>The environment of a role, for targets that name none.</summary>
    /// <exception cref="SlipwayException">There is none, or several could have it.</exception>
    public EnvironmentDefinition Find(EnvironmentRole role) => session.Find(role);

    /// <summary>The name of that environment; null where none has the role, or several could have it.</summary>
    public EnvironmentName? NameOf(EnvironmentRole role) => session.Definition.Find(role)?.Name;

    /// <summary>Checks the stack against every rule.</summary>
    public CheckRules CheckRules => new(session, IsStrict);

    /// <summary>Looks at whether this host can run the stack.</summary>
    public Doctor Doctor => new(session);

    /// <summary>Makes or completes an env file.</summary>
    public InitEnv InitEnv => new(session);

    /// <summary>Finds runs that were interrupted.</summary>
    public InterruptedRuns InterruptedRuns => new(session);

    /// <summary>Shows what would be done.</summary>
    public MakePlan MakePlan => new(session, Plans);

    /// <summary>Shows what runs.</summary>
    public ShowStatus ShowStatus => new(session);

    /// <summary>Shows what was run and released.</summary>
    public ShowHistory ShowHistory => new(session);

    /// <summary>Shows what services print.</summary>
    public ShowLogs ShowLogs => new(session);

    /// <summary>Gives a developer access.</summary>
    public AddDeveloper AddDeveloper => new(session);

    /// <summary>Removes a developer's access.</summary>
    public RemoveDeveloper RemoveDeveloper => new(session);

    /// <summary>Switches the maintenance of an environment.</summary>
    public SwitchMaintenance SwitchMaintenance => new(session);

    /// <summary>Proves that the environments do not reach each other.</summary>
    public ProveIsolation ProveIsolation => new(session);

    private PlanMaker Plans => new(session, new ReleaseGate(session, IsStrict));

    /// <summary>A file that a plan is saved to, or was.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="name">The name as the operator gave it.</param>
    public PlanFile PlanFile(string path, string name) => new(host, path, name);

    /// <summary>
    /// Runs an intent: by a plan that is made now or was saved, or, with Resume and Abort, by that of the interrupted run.
    /// </summary>
    /// <param name="intent">What is wanted.</param>
    /// <param name="cancellation">Ends the step in hand at once.</param>
    /// <param name="file">The saved plan; null for one that is made now.</param>
    public Task<RunOutcome> RunAsync(Intent intent, CancellationToken cancellation, PlanFile? file = null)
    {
        file?.RequireSavable(intent);
        var frame = new RunFrame(session, Plans, Runner);
        return intent.Kind is IntentKind.Resume or IntentKind.Abort
            ? new FinishRun(session, frame).RunAsync(intent, cancellation)
            : new RunPlan(session, Plans, frame).RunAsync(intent, cancellation, file);
    }

    private StepRunner Runner(
        LoadedEnvironment loaded,
        Plan plan,
        ITrafficMeter? meter,
        Func<CancellationToken, Task<ImmutableArray<string>>> changes
    )
    {
        // Whether a release answers is asked while visitors are kept out, too.
        var pass = session.Maintenance(loaded.Desired.Environment).ReadPass;
        return new StepRunner(host with { Probe = host.Probe.WithPass(pass) }, location, loaded, plan, changes) { Traffic = meter };
    }
}
