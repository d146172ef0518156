using System.Collections.Immutable;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Images of production without a version.</summary>
public sealed class LatestImage : Rule
{
    private const string Latest = "latest";

    /// <inheritdoc />
    public override string Id => "environment/latest-image";

    /// <inheritdoc />
    public override string Reason =>
        "An image without a version is whatever was pushed last, so "
        + "that a deployment can bring a new major version of a database that nobody asked for.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Productive
        from service in environment.Services
        where service is { Build: null, Image: { } image } && !image.Contains('@', StringComparison.Ordinal) && Tag(image) is "" or Latest
        group service by (Environment: environment, Place: Origin(environment, service), Image: service.Image!) into found
        select Found(
            found.Key.Place,
            $"{found.Key.Image} of {Listed(found.Select(service => service.Name))} in {found.Key.Environment.Name} has no version, so it "
            + "changes with what was pushed last",
            Fix(found.Key.Environment, found.Key.Place, found.Key.Image),
            facts.EnvironmentsOf([found.Key.Environment]));

    private static SourcePosition Origin(EnvironmentFacts environment, ComposeService service)
    {
        ImmutableArray<string> path = ["services", service.Name, "image"];
        return environment.OriginOf(
            environment.PlaceOf(path),
            environment.Sources.Written(path)?.Text,
            Tag(service.Image!) is { Length: > 0 } tag ? tag : service.Image!
        );
    }

    private static string Fix(EnvironmentFacts environment, SourcePosition place, string image) =>
        environment.Sources.Files.Contains(place.File) ? $"image: {Name(image)}:<version>"
        : environment.Env.File.Values.GetValueOrDefault(place.Path) == Latest ? $"{place.Path}=<version>"
        : $"{place.Path}={Name(image)}:<version>";

    // A colon before the last slash is that of the registry's port.
    private static string Tag(string image) => image[Name(image).Length..].TrimStart(':');

    private static string Name(string image) =>
        image.LastIndexOf(':') is var colon and > 0 && colon > image.LastIndexOf('/') ? image[..colon] : image;
}
