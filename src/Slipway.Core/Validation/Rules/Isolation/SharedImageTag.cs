using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Image references that both environments build.</summary>
public sealed class SharedImageTag : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-image-tag";

    /// <inheritdoc />
    public override string Reason =>
        "A build for one environment gives the other one a new image at its next start, which nobody has tried there.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = Built(one).Select(service => service.Image!).ToHashSet(StringComparer.Ordinal);
            foreach (var image in Built(other).Where(service => theirs.Contains(service.Image!)).GroupBy(service => service.Image!))
            {
                var service = image.First();
                yield return Found(
                    other.OriginOf("services", service.Name, "image"),
                    $"both {one.Name} and {other.Name} build {image.Key}, for {Listed(image.Select(built => built.Name))}",
                    $"leave image: out, so that Compose names the image after the project, or put the environment into the tag",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Image, image.Key) };
            }
        }
    }

    private static IEnumerable<ComposeService> Built(EnvironmentFacts environment) =>
        environment.Services.Where(service => service.Build is not null && service.Image is not null);
}
