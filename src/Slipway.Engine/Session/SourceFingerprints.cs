using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Json;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>Fingerprints of what images are built from.</summary>
public static class SourceFingerprints
{
    /// <summary>The fingerprints as the work tree is now, by service: build section and folders' content.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>> ReadAsync(
        ISource source,
        ComposeModel model,
        CancellationToken cancellation
    )
    {
        var builds = model.Services.Where(service => service.Build is not null).ToImmutableArray();
        var folders = builds.SelectMany(service => service.Build!.Folders()).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var prints = await Task.WhenAll(folders.Select(folder => source.FingerprintAsync(folder, cancellation)));
        var byFolder = folders.Zip(prints).ToImmutableDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return builds.ToImmutableSortedDictionary(
            service => service.Name,
            service =>
                CanonicalJson.Sha256(
                    string.Join('\n', service.Build!.Folders().Select(folder => byFolder[folder]).Prepend(service.Build.Text.Reveal()))
                ),
            StringComparer.Ordinal
        );
    }
}
