using System.Collections.Immutable;
using Slipway.Core.Environments;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Session;

namespace Slipway.Engine.Environments;

/// <summary>What <c>InitEnv</c> did.</summary>
/// <param name="Path">The env file.</param>
/// <param name="IsNew">Whether it was made.</param>
/// <param name="Added">The keys that were added.</param>
/// <param name="Generated">Those among them that got random secrets.</param>
/// <param name="Placeholders">The keys that the operator has to fill in.</param>
public sealed record EnvFileOutcome(
    string Path,
    bool IsNew,
    ImmutableArray<string> Added,
    ImmutableArray<string> Generated,
    ImmutableArray<string> Placeholders
);

/// <summary>Makes an env file from its template, or adds the keys that it lacks.</summary>
public sealed class InitEnv(StackSession session)
{
    /// <summary>Makes or completes the env file of an environment.</summary>
    public EnvFileOutcome Run(EnvironmentName environmentName)
    {
        var environment = session.Find(environmentName);
        if (environment.EnvTemplate is null || environment.Compose.EnvFile is not { } name)
        {
            throw SlipwayException.Of([
                new Problem(
                    session.Location.DisplayName,
                    0,
                    $"environments/{environment.Name}",
                    "InitEnv needs both `envFile` and `envTemplate`"
                ),
            ]);
        }

        var problems = new List<Problem>();
        var template = new EnvFileReader(session).ReadTemplate(environment, problems);
        var existing = session.Files.Read(name, problems);
        if (problems.Count > 0) throw SlipwayException.Of([.. problems]);
        var path = session.Location.Resolve(name);
        var filled = EnvTemplate.Fill(template!, existing, session.Host.RandomText);
        if (existing is null || filled.Text != existing) session.Host.Files.WriteText(path, filled.Text);
        return new EnvFileOutcome(path, existing is null, [.. filled.AddedKeys], [.. filled.GeneratedKeys], [.. filled.StillPlaceholders]);
    }
}
