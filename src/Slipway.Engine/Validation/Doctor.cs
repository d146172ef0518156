using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Core.Validation.Hosts;
using Slipway.Engine.Session;

namespace Slipway.Engine.Validation;

/// <summary>
/// Looks at whether the host can run the stack. It has no effect, and tells as much as it can also where the engine is dead or files are
/// missing.
/// </summary>
public sealed class Doctor(StackSession session)
{

    /// <summary>Every check, those that pass included.</summary>
    /// <exception cref="SlipwayException">The definition itself is missing or has problems.</exception>
    public async Task<DoctorOutcome> RunAsync(CancellationToken cancellation)
    {
        var (location, stack) = (session.Location, session.Definition);
        var (draft, problem) = ReadFiles();
        var environments = draft?.Environments.Where(environment => !environment.IsShared).ToImmutableArray() ?? [];
        var edge = environments.FirstOrDefault()?.Edge ?? stack.Edge;
        var looking = new HostReader(session.Host, location).ReadAsync(
            [.. environments.Select(environment => environment.Definition)],
            edge,
            session.Paths,
            deep: true,
            cancellation
        );
        StackFacts? facts = null;
        try
        {
            if (draft is not null) facts = await new FactsRenderer(session).RenderAsync(draft, cancellation);
        }
        catch (SlipwayException error)
        {
            problem = error;
        }

        facts ??= Without(stack with { Edge = edge });
        var seen = await looking;
        return new DoctorOutcome(
            stack.Name,
            location.DisplayName,
            location.StateRoot,
            [.. environments.Select(EnvFile).OfType<HostCheck>(), .. Problems(problem), .. HostCheck.All(facts with { Host = seen })]
        );
    }

    private (StackDraft? Draft, SlipwayException? Problem) ReadFiles()
    {
        try
        {
            return (new StackReader(session).ReadFiles(), null);
        }
        catch (SlipwayException error)
        {
            return (null, error);
        }
    }

    // What can be said of the host without knowing what the environments need of it.
    private StackFacts Without(StackDefinition stack) => new()
    {
        Stack = stack,
        File = session.Location.DisplayName,
        Definition = SourceFile.ReadDefinition(session.DefinitionText, session.Location.DisplayName),
        Folder = session.Location.Folder,
        Environments = [],
        Now = session.Host.Clock.GetUtcNow(),
    };

    private static HostCheck? EnvFile(EnvironmentDraft environment)
    {
        if (environment.Definition.Compose.EnvFile is not { } file) return null;
        var name = $"env file of {environment.Definition.Name}";
        if (!environment.Env.IsMissing) return new HostCheck(name, CheckStatus.Pass, file);
        return environment.Definition.CreateEnvFile
            ? new HostCheck(name, CheckStatus.Pass, $"a deployment makes {file}; until then its template stands for it here")
            : new HostCheck(name, CheckStatus.Warn, $"there is no {file} yet; its template stands for it here")
            {
                Fix = Invocation.For("InitEnv", environment.Definition.Name.ToString()),
            };
    }

    private static IEnumerable<HostCheck> Problems(SlipwayException? problem)
    {
        if (problem is null)
            yield break;
        var what = string.Join(
            ' ',
            problem.Failure.What.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        );
        yield return new HostCheck(
            "environments",
            CheckStatus.Fail,
            $"what they need of the host is not known: {what} {problem.Failure.Why}".Trim()
        )
        {
            Fix = problem.Failure.Do.Length > 0 ? problem.Failure.Do : Invocation.Of("Validate"),
        };
    }
}
