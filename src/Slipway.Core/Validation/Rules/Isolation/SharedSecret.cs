using Slipway.Core.Compose;
using Slipway.Core.Json;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Secrets that both environments have. Values are compared by their SHA-256 and never shown.</summary>
public sealed class SharedSecret : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-secret";

    /// <inheritdoc />
    public override string Reason =>
        "Who learns a secret of the one environment has the other one too; a session that the one signed is valid in the other.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = Secrets(one).ToLookup(secret => secret.Fingerprint, secret => secret.Key);
            foreach (var (key, fingerprint) in Secrets(other).Where(secret => theirs.Contains(secret.Fingerprint)))
            {
                var same = Listed(theirs[fingerprint]);
                yield return Found(
                    other.PlaceOfKey(key),
                    $"{key} of {other.Name} has the value of {(same == key ? "the same key" : same)} of {one.Name}",
                    $"make a secret of {other.Name}'s own, for example with: openssl rand -hex 32",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Key, key) };
            }

            var files = Files(one).Select(file => file.Mount.Source).ToHashSet(StringComparer.Ordinal);
            foreach (
                var found in Files(other)
                    .Where(file => files.Contains(file.Mount.Source))
                    .GroupBy(file => other.OriginOf(file.Service, file.Mount))
            )
            {
                var sources = found
                    .Select(file => file.Mount.Source)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .ToArray();
                yield return Found(
                    found.Key,
                    $"{Listed(found.Select(file => file.Service.Name))} of {other.Name} mounts secrets that {one.Name} mounts too: "
                    + $"{string.Join(", ", sources)}",
                    $"give {other.Name} files of its own",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Folder, sources[0]) };
            }
        }
    }

    private static IEnumerable<(string Key, string Fingerprint)> Secrets(EnvironmentFacts environment) =>
        environment.Env.File.Values
            .Where(pair => SecretValue.Is(pair.Key, pair.Value) && !OAuthClients.IsId(pair.Key))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, CanonicalJson.Sha256(pair.Value)));

    private static IEnumerable<(ComposeService Service, ComposeMount Mount)> Files(EnvironmentFacts environment) =>
        environment.Services.SelectMany(service =>
            service.Mounts.Where(mount => mount.Kind == MountKind.Secret).Select(mount => (service, mount))
        );
}
