using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Costs;

/// <summary>
/// The keys in which a service's definition differs from what runs. A release's id stands in its file; that it is another one is no change.
/// </summary>
internal sealed class DefinitionChanges(DesiredState desired, ObservedState observed)
{
    /// <summary>The keys of a service of a release that is made: it is compared with the names that its release will give it.</summary>
    public ImmutableArray<string> Of(PlannedService planned) =>
        Between(planned.Name, desired.Compose, after => Named(after, planned), BlankCopies);

    /// <summary>The keys of a service of a recorded release.</summary>
    /// <param name="name">The service.</param>
    /// <param name="model">The release's model.</param>
    /// <param name="made">The release for which the service was rendered.</param>
    public ImmutableArray<string> Of(string name, ComposeModel? model, ReleaseId made) =>
        Between(name, model, after => Marked(after, made), text => text);

    private ImmutableArray<string> Between(
        string name,
        ComposeModel? model,
        Func<ComposeService, string> text,
        Func<string, string> compared
    )
    {
        if (observed.Current is not { } current
            || current.Services.GetValueOrDefault(name) is not { } service
            || observed.Composes.GetValueOrDefault(current.Id)?.Find(name) is not { } before
            || model?.Find(name) is not { } after) return [];
        return SpecificationChanges.Between(compared(Marked(before, service.Since)), compared(text(after)));
    }

    private string Named(ComposeService service, PlannedService planned)
    {
        var specification = (JsonObject)JsonNode.Parse(service.Specification.Reveal())!;
        ReleaseRendering.Name(
            specification,
            specification[ComposeService.Uses]?["networks"] as JsonObject,
            desired.Stack.Edge.Network,
            ComposeModel.ReleaseMark,
            planned.Upstream?.Replace(planned.Since.ToString(), ComposeModel.ReleaseMark, StringComparison.Ordinal),
            planned.SupportsRolling
        );
        return specification.ToJsonString();
    }

    // What is in a mounted file is compared by itself, and a release mounts a copy of it.
    private string BlankCopies(string text)
    {
        var specification = (JsonObject)JsonNode.Parse(text)!;
        HeldMounts.Blank(specification, desired.Paths.Files(desired.Environment.Name), desired.Mounted);
        return specification.ToJsonString();
    }

    private static string Marked(ComposeService service, ReleaseId release) =>
        service.Specification.Reveal().Replace(release.ToString(), ComposeModel.ReleaseMark, StringComparison.Ordinal);
}
