using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Core.Validation;
using Slipway.Engine.Session;

namespace Slipway.Engine.Validation;

/// <summary>Has Compose render what the files say, for the rules to look at.</summary>
public sealed class FactsRenderer(StackSession session)
{
    private readonly ComposeRenderer renderer = new(session.Host, session.Location);

    /// <summary>Both environments as Compose renders them, side by side. The host is left to others.</summary>
    public async Task<StackFacts> RenderAsync(StackDraft draft, CancellationToken cancellation)
    {
        var tracked = session.Host.Source.TrackedAsync(
            session.Location.Folder,
            [
                .. draft
                    .Environments.SelectMany(environment =>
                        environment.LoadedEnvFiles.Keys.Select(session.Location.Resolve).Append(environment.EnvPath)
                    )
                    .Where(path => path.Length > 0)
                    .Distinct(),
            ],
            cancellation
        );
        var rendered = await Task.WhenAll(draft.Environments.Select(environment => RenderAsync(environment, cancellation)));
        var isTracked = await tracked;
        var facts = rendered
            .Zip(draft.Environments)
            .Select(pair =>
                (
                    pair.Second.IsShared,
                    Facts: pair.First with
                    {
                        Env = pair.First.Env with { IsTracked = isTracked.Contains(pair.Second.EnvPath) },
                        LoadedEnvFiles = pair.First.LoadedEnvFiles.ToImmutableSortedDictionary(
                            file => file.Key,
                            file => file.Value with { IsTracked = isTracked.Contains(session.Location.Resolve(file.Key)) },
                            StringComparer.Ordinal
                        ),
                    }
                )
            )
            .ToImmutableArray();
        return new StackFacts
        {
            Stack = draft.Stack,
            File = session.Location.DisplayName,
            Definition = draft.Definition,
            Folder = session.Location.Folder,
            Environments = [.. facts.Where(pair => !pair.IsShared).Select(pair => pair.Facts)],
            Shared = facts.Where(pair => pair.IsShared).Select(pair => pair.Facts).FirstOrDefault(),
            Now = session.Host.Clock.GetUtcNow(),
        };
    }

    private async Task<EnvironmentFacts> RenderAsync(EnvironmentDraft draft, CancellationToken cancellation)
    {
        var model = draft.Rendered ?? await RenderComposeAsync(draft, cancellation);
        return new EnvironmentFacts
        {
            Definition = draft.Definition,
            Compose = model,
            Mounted = draft.Mounted ?? await MountedAsync(draft, model, cancellation),
            Sources = draft.Sources,
            Env = draft.Env,
            LoadedEnvFiles = draft.LoadedEnvFiles,
            Sites = draft.Sites,
        };
    }

    private Task<ImmutableArray<MountedSource>> MountedAsync(
        EnvironmentDraft draft,
        ComposeModel model,
        CancellationToken cancellation
    ) =>
        new MountReader(session.Host, session.Location).ReadAsync(
            model,
            draft.Definition,
            draft.Env.IsMissing ? draft.EnvPath : null,
            cancellation
        );

    private async Task<ComposeModel> RenderComposeAsync(EnvironmentDraft draft, CancellationToken cancellation)
    {
        using var temporary = draft.Env.IsMissing ? session.Host.Files.CreateTemporaryFolder() : null;
        var path = draft.EnvPath.Length > 0 ? draft.EnvPath : null;
        if (temporary is not null)
        {
            path = Path.Combine(temporary.Path, "env");
            session.Host.Files.WriteText(path, draft.Env.File.Text);
        }

        var rendered = await renderer.RenderAsync(
            draft.Definition.Compose,
            path,
            [ComposeRenderer.EdgeNetwork(draft.Edge)],
            draft.Redactor,
            cancellation
        );
        try
        {
            return ComposeModel.Parse(rendered.Json.Reveal(), draft.Env.File.Values) with { Warnings = rendered.Warnings };
        }
        catch (JsonException error)
        {
            throw ComposeRenderer.NoModel(error);
        }
    }
}
