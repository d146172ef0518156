using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Text;
using Slipway.Engine.Docker;
using Slipway.Engine.Session;

namespace Slipway.Engine.Edge;

/// <summary>A maintenance that was switched.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Url">Where it is found; empty where that is not known.</param>
/// <param name="State">What is on now, or null.</param>
/// <param name="WasOn">Whether one was ended.</param>
public sealed record MaintenanceOutcome(EnvironmentName Environment, string Url, MaintenanceState? State, bool WasOn);

/// <summary>Shows visitors of an environment a page in place of it, at once and without a reload, or ends that.</summary>
public sealed class SwitchMaintenance(StackSession session)
{
    private const string Target = "Maintenance";

    /// <summary>Switches the maintenance on; changes what is on already.</summary>
    /// <param name="environmentName">The environment.</param>
    /// <param name="retryAfter">After how long visitors are told to come back.</param>
    /// <param name="allowed">Addresses that are let through.</param>
    /// <param name="cancellation">Ends the command before its effect.</param>
    public async Task<MaintenanceOutcome> OnAsync(
        EnvironmentName environmentName,
        TimeSpan retryAfter,
        ImmutableArray<string> allowed,
        CancellationToken cancellation
    )
    {
        var environment = session.Find(environmentName);
        RequireAddresses(allowed);
        RequireImport(environment);
        await new DockerQueries(session.Host.Commands).RequireEngineAsync(cancellation);
        if (await new DeveloperAccess(session, environment.Name).EdgeContainerAsync(cancellation) is null)
            throw DeveloperAccess.NoEdge(environment.Name, "nobody would see the page.");

        using var mine = session.LockMaintenance(environment.Name, Target);
        var state = new MaintenanceState(
            retryAfter,
            [.. allowed.Select(address => ClientAddress.Parse(address)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        );
        session.Maintenance(environment).On(state, session.Host.RandomText);
        return new MaintenanceOutcome(environment.Name, session.Url(environment), state, WasOn: false);
    }

    /// <summary>Switches the maintenance off; nothing to do where there is none.</summary>
    public MaintenanceOutcome Off(EnvironmentName environmentName)
    {
        var environment = session.Find(environmentName);
        using var mine = session.LockMaintenance(environment.Name, Target);
        var maintenance = session.Maintenance(environment);
        var was = maintenance.Read();
        maintenance.Off();
        return new MaintenanceOutcome(environment.Name, session.Url(environment), null, was is not null);
    }

    private static void RequireAddresses(ImmutableArray<string> allowed)
    {
        var wrong = allowed.Where(text => ClientAddress.Parse(text) is null).ToImmutableArray();
        if (wrong.IsEmpty) return;
        var are = Count.Noun(wrong.Length, "is not a valid address", "are not valid addresses");
        throw SlipwayException.Usage(
            $"{string.Join(", ", wrong)} {are}.",
            "name single addresses of IPv4 or IPv6, as the edge sees them, without ranges and host names."
        );
    }

    private void RequireImport(EnvironmentDefinition environment)
    {
        var current = session.Store(environment.Name).ReadCurrent() ?? throw session.NoRelease(environment);
        var import = $"import maintenance {environment.Compose.Project}";
        if (current.Sites.Keys.Any(Imports)) return;
        throw SlipwayException.Refused(
            $"the edge's rules for {environment.Name} do not support maintenance.",
            "no site of its release imports it.",
            "write `import maintenance {$PROJECT}` into its sites, and deploy it."
        );

        bool Imports(string site) =>
            session.Host.Files.ReadText($"{session.Paths.Edge}/{site}")?.Contains(import, StringComparison.Ordinal) == true;
    }
}
