using System.Collections.Immutable;
using Slipway.Core.Validation;
using Slipway.Engine.Session;

namespace Slipway.Engine.Validation;

/// <summary>Checks a stack against the rules. It has no effect.</summary>
public sealed class StackValidator(StackSession session)
{
    private readonly StackReader reader = new(session);
    private readonly FactsRenderer renderer = new(session);
    private readonly HostReader hosts = new(session.Host, session.Location);

    /// <summary>The verdict; Compose renders the environments and the host is looked at, all side by side.</summary>
    /// <param name="deep">Whether names in DNS, certificates and the clock are looked at as well.</param>
    /// <param name="own">What was read of one environment already, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Core.Problems.SlipwayException">Files are missing or wrong.</exception>
    public async Task<Verdict> CheckAsync(bool deep, LoadedEnvironment? own, CancellationToken cancellation)
    {
        var draft = reader.ReadFiles(own);
        var rendered = renderer.RenderAsync(draft, cancellation);
        try
        {
            var environments = draft.Environments.Where(environment => !environment.IsShared).ToImmutableArray();
            var facts = await hosts.ReadAsync(
                [.. environments.Select(environment => environment.Definition)],
                environments[0].Edge,
                session.Paths,
                deep,
                cancellation
            );
            return RuleBook.Check((await rendered) with { Host = facts });
        }
        finally
        {
            // Nothing that was started here goes on behind the caller's back.
            await ((Task)rendered).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
