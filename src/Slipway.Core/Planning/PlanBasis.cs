using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Core.Edge;
using Slipway.Core.Json;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>
/// The facts that a plan was computed from, by name: of the environment, its images and the edge. What other projects do on the
/// host is not among them, nor are times and the number of the new release.
/// </summary>
public sealed class PlanBasis
{
    /// <summary>A basis of these facts.</summary>
    [JsonConstructor]
    public PlanBasis(ImmutableSortedDictionary<string, string> facts) => Facts = facts;

    /// <summary>No facts.</summary>
    public static PlanBasis Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>
    /// The facts: values that may be read by anybody, and SHA-256 of the others. Those could be guessed, so they leave this process only by
    /// <see cref="Seal"/>.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Facts { get; }

    /// <summary>The facts that no other environment's run may change.</summary>
    [JsonIgnore]
    public PlanBasis Own =>
        new(Facts.Where(fact => FactKind.Of(fact.Key) is not { IsShared: true }).ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>SHA-256 over all facts.</summary>
    [JsonIgnore]
    public string Fingerprint => CanonicalJson.Sha256(string.Join('\n', Facts.Select(fact => $"{fact.Key}\t{fact.Value}")));

    /// <summary>What a plan for an intent is computed from.</summary>
    public static PlanBasis Of(DesiredState desired, ObservedState observed, Intent intent)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (kind, name, value) in Desired(desired, intent).Concat(Observed(desired, observed, intent)))
        {
            facts[name.Length == 0 ? kind.Word : $"{kind.Word} {name}"] = value;
        }

        return new PlanBasis(facts.ToImmutable());
    }

    /// <summary>
    /// The facts as they may be kept in a file. A plain hash of a short value could be found by trying; this one needs the key,
    /// which does not leave the state folder.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Seal(string key) =>
        Facts.ToImmutableSortedDictionary(
            fact => fact.Key,
            fact => FactKind.Of(fact.Key) is { IsShown: true } ? fact.Value : Hash(key, $"{fact.Key}\n{fact.Value}"),
            StringComparer.Ordinal
        );

    /// <summary>The HMAC-SHA256 of a text.</summary>
    internal static string Hash(string key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    /// <summary>How many facts there are.</summary>
    public override string ToString() => $"PlanBasis of {Facts.Count} facts";

    private static IEnumerable<(FactKind Kind, string Name, string Value)> Desired(DesiredState desired, Intent intent)
    {
        // References as written: a value that comes from the env file is a fact of its own.
        var environment = desired.Stack.Find(desired.Environment.Name) ?? desired.Environment;
        var edge = desired.Stack.Edge;
        yield return (
            FactKind.Definition,
            $"of {environment.Name}",
            CanonicalJson.Sha256(
                JsonSerializer.Serialize(environment with { Routes = [] })
                    + JsonSerializer.Serialize(edge.Compose)
                    + edge.Service
                    + edge.Network
            )
        );
        foreach (var route in desired.Environment.Routes)
        {
            var health = route.Health is null
                ? ""
                : $", health at {route.Health}{(route.Expect == new ExpectedAnswer() ? "" : $" with {route.Expect}")}";
            yield return (
                FactKind.Route,
                $"{route.Domain}{route.Path}",
                $"{string.Join(", ", route.Services.Select(service => $"{service}:{route.Port}"))}{health}"
            );
        }

        // A file that is still to be made is no fact: it gets other secrets with every plan.
        var file = environment.Compose.EnvFile ?? "";
        if (file.Length > 0 && !desired.EnvFileIsNew) yield return (FactKind.EnvFile, file, desired.EnvFileFingerprint);
        foreach (var (key, fingerprint) in desired.EnvKeys)
        {
            yield return (FactKind.EnvKey, $"{key} of {file}", desired.FreshSecrets.ContainsKey(key) ? "random" : fingerprint);
        }

        if (desired.EnvRestore is { } restore)
            yield return (FactKind.RestoredEnvFile, "to bring back", restore.Fingerprint);
        if (intent.Kind is IntentKind.Deploy or IntentKind.Promote && desired.Source.Commit is { } commit)
            yield return (FactKind.Commit, "", commit);
        foreach (var (service, fingerprint) in desired.Builds)
            yield return (FactKind.Source, service, fingerprint);
        foreach (var (name, fingerprint) in desired.Mounted.SelectMany(source => source.Files))
            yield return (FactKind.MountedFile, name, fingerprint);
        foreach (var service in desired.Compose.Services)
        {
            var text = $"{service.Specification.Reveal()}\n{service.Image}\n{service.Build?.Text.Reveal()}";
            yield return (FactKind.Service, service.Name, CanonicalJson.Sha256(WithoutFresh(desired, text)));
        }

        if (!Uses(intent)) yield break;
        yield return (FactKind.EdgeFile, EdgeFile.ComposePath, desired.EdgeCompose.Fingerprint);
        foreach (var edgeFile in desired.EdgeFiles) yield return (FactKind.EdgeFile, edgeFile.Path, FingerprintOf(desired, edgeFile));
    }

    private static IEnumerable<(FactKind Kind, string Name, string Value)> Observed(
        DesiredState desired,
        ObservedState observed,
        Intent intent
    )
    {
        yield return (FactKind.CurrentRelease, "", observed.Current?.Id.ToString() ?? "none");
        if (intent.Kind == IntentKind.Promote)
            yield return (FactKind.PromotedRelease, $"of {intent.From}", observed.Promoted?.Id.ToString() ?? "none");
        var earlier =
            intent.Kind == IntentKind.Rollback && (intent.To ?? observed.History.Previous) is { } id
                ? observed.Manifests.GetValueOrDefault(id)
                : null;
        if (intent.Kind == IntentKind.Rollback)
            yield return (FactKind.EarlierRelease, "to go back to", earlier?.Id.ToString() ?? "none");

        // The copies' names are hashes of what may be short secrets.
        var copies = $"{desired.Paths.Files(desired.Environment.Name)}/";
        var held = observed.StateFiles.Where(file => file.Key.StartsWith(copies, StringComparison.Ordinal)).ToImmutableArray();
        if (!held.IsEmpty) yield return (FactKind.MountedCopies, "", CanonicalJson.Sha256(string.Join('\n', held)));
        foreach (var (path, fingerprint) in observed.StateFiles.Except(held))
        {
            yield return (
                FactKind.StateFile,
                path.StartsWith(desired.Paths.Root + "/", StringComparison.Ordinal) ? path[(desired.Paths.Root.Length + 1)..] : path,
                fingerprint
            );
        }

        var releases = new[] { observed.Current, earlier }.OfType<ReleaseManifest>().ToImmutableArray();
        foreach (var image in Images(desired, observed, releases))
            yield return (FactKind.Image, image.Name, image.Id);
        var rest = Containers(desired, observed, intent)
            .Concat(Places(desired, observed, releases))
            .Concat(Edge(desired, observed, intent));
        foreach (var fact in rest) yield return fact;
    }

    private static IEnumerable<(FactKind Kind, string Name, string Value)> Containers(
        DesiredState desired,
        ObservedState observed,
        Intent intent
    )
    {
        foreach (var container in observed.Containers.Concat(observed.Guests))
            yield return (FactKind.Container, container.Name, StateOf(container) + Oddities(desired, container));
        foreach (var container in Uses(intent) ? observed.EdgeContainers : [])
        {
            var edge = desired.Stack.Edge;
            var lost = container.Service == edge.Service && container.On(edge.Network) is null ? $", not on {edge.Network}" : "";
            yield return (FactKind.EdgeContainer, container.Name, StateOf(container) + lost);
        }
    }

    /// <summary>What a service's definition does not say of its containers, and what decides how they are replaced.</summary>
    private static string Oddities(DesiredState desired, ObservedContainer container)
    {
        if (container.IsOneOff || desired.Compose.Find(container.Service) is not { } service) return "";
        var lost = service.JoinedNetworks.Where(network => container.IsRunning && container.On(network.Name) is null);
        return string.Concat(lost.Select(network => $", not on {network.Name}"))
            + string.Concat(container.AnonymousVolumes.Select(path => $", a volume at {path}"));
    }

    private static IEnumerable<(FactKind Kind, string Name, string Value)> Places(
        DesiredState desired,
        ObservedState observed,
        ImmutableArray<ReleaseManifest> releases
    )
    {
        const string There = "there";

        foreach (
            var volume in desired.Compose.Volumes.Concat(releases.SelectMany(release => release.Volumes)).Where(observed.Volumes.Contains)
        )
            yield return (FactKind.Volume, volume, There);
        foreach (var network in desired.Compose.ExternalNetworks.Append(desired.Stack.Edge.Network).Where(observed.Networks.Contains))
            yield return (FactKind.Network, network, There);
        if (observed.AppliedMigrations is { } migrations)
        {
            yield return (FactKind.AppliedMigrations, "", "known");
            foreach (var migration in migrations) yield return (FactKind.Migration, migration, "applied");
        }

        foreach (
            var (certificates, folder) in desired
                .Environment.Certificates.Zip(desired.CertificateFolders)
                .Where(pair => observed.CertificateFolders.Contains(pair.Second))
        )
        {
            yield return (FactKind.Certificates, certificates.Name, There);
        }
    }

    private static IEnumerable<(FactKind Kind, string Name, string Value)> Edge(DesiredState desired, ObservedState observed, Intent intent)
    {
        if (!Uses(intent)) yield break;
        foreach (var path in desired.EdgeFiles.Select(file => file.Path).Append(EdgeFile.ComposePath))
        {
            if (observed.AppliedEdgeFiles.GetValueOrDefault(path) is { } fingerprint)
                yield return (FactKind.LoadedEdgeFile, path, fingerprint);
        }
    }

    /// <summary>
    /// The images that the plan may use and that are on the host, by their names; of one that lost its name, the name it had.
    /// </summary>
    private static IEnumerable<(string Name, string Id)> Images(
        DesiredState desired,
        ObservedState observed,
        ImmutableArray<ReleaseManifest> releases
    )
    {
        var known = releases.SelectMany(release => release.Services.Values).Select(service => (service.Image, service.ImageId))
            .Concat((observed.Promoted?.Services.Values ?? []).Select(service => (service.Image, service.ImageId)))
            .Concat(
                desired.Compose.Services.Select(service => service.Image).OfType<string>().Select(image => (Image: image, ImageId: ""))
            );
        foreach (var (name, id) in known.DistinctBy(image => image.Image))
        {
            if (observed.ImageIds.GetValueOrDefault(name) is { } found) yield return (name, ReleaseService.Shorten(found));
            else if (observed.ImageIds.ContainsKey(id)) yield return (name, $"{FactKind.Untagged}{ReleaseService.Shorten(id)}");
        }
    }

    private static string StateOf(ObservedContainer container) => $"{container.State} {ReleaseService.Shorten(container.Id)}";

    /// <summary>Whether the edge has a part in it.</summary>
    private static bool Uses(Intent intent) => intent.Kind is not (IntentKind.Backup or IntentKind.Down);

    private static string FingerprintOf(DesiredState desired, EdgeFile file) => desired.EnvFileIsNew
        ? CanonicalJson.Sha256(file.Text is { } text ? WithoutFresh(desired, text.Reveal()) : file.User ?? file.Fingerprint)
        : file.Fingerprint;

    /// <summary>The text with names in place of secrets that are random for this plan alone.</summary>
    private static string WithoutFresh(DesiredState desired, string text) =>
        desired.FreshSecrets.Aggregate(text, (current, secret) =>
            current.Replace(secret.Value, $"<random {secret.Key}>", StringComparison.Ordinal)
        );
}
