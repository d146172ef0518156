using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Folders of the work tree in containers of production.</summary>
public sealed class SourceMount : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/source-mount";

    /// <inheritdoc />
    public override string Reason =>
        "Production that runs what lies in the work tree changes with every checkout, without a deployment, "
        + "and no release says what it ran.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var environment in facts.Productive)
        {
            var contexts = environment
                .Services.Select(service => service.Build?.Context)
                .OfType<string>()
                .Where(context => context.StartsWith('/'))
                .Distinct()
                .ToList();
            foreach (var service in environment.Services)
            {
                foreach (var mount in service.Mounts.Where(mount => mount.Kind == MountKind.Folder))
                {
                    var context = contexts.FirstOrDefault(context => RelativePath.Overlap(mount.Source, context));
                    if (context is null && !RelativePath.IsWithin(facts.Folder, mount.Source)) continue;
                    var folder = context ?? facts.Folder;
                    var what = context is null ? "the folder of the stack" : $"the source {context} that an image is built from";
                    var relation = mount.Source == folder ? "is" : RelativePath.IsWithin(mount.Source, folder) ? "lies in" : "contains";
                    yield return Found(
                        environment.OriginOf(service, mount),
                        $"{service.Name} of {environment.Name} mounts {mount.Source}, which {relation} {what}",
                        "remove the mount, since the image has the files; where development needs it, "
                        + "put it into a Compose file of development alone",
                        facts.EnvironmentsOf([environment]));
                }
            }
        }
    }
}
