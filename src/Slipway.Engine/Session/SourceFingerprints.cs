using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Json;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>Fingerprints of what images are built from.</summary>
public sealed class SourceFingerprints(StackSession session)
{
    private ISource Source => session.Host.Source;

    /// <summary>
    /// The fingerprints as the work tree is now, by service: build section, the folders' content as the build sees it, and the same of
    /// services whose images are built on.
    /// </summary>
    /// <param name="model">The rendered model.</param>
    /// <param name="certificateFolders">Where the environment's certificates lie.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ImmutableSortedDictionary<string, string>> ReadAsync(
        ComposeModel model,
        ImmutableArray<string> certificateFolders,
        CancellationToken cancellation
    )
    {
        if (model.Services.All(service => service.Build is null)) return ImmutableSortedDictionary<string, string>.Empty;
        var noSource = await NoSourceAsync(model, certificateFolders, cancellation);
        var own = await OwnAsync(model, folder => Source.ContextAsync(folder, noSource, cancellation));
        return own.ToImmutableSortedDictionary(build => build.Key, build => WithLower(build.Key), StringComparer.Ordinal);

        string WithLower(string service)
        {
            var lower = Dependencies.Reach([service], name => model.Find(name)?.Build?.Lower ?? []);
            if (lower.IsEmpty) return own[service];
            var prints = lower.Order(StringComparer.Ordinal).Select(name => $"{name} {own.GetValueOrDefault(name)}");
            return CanonicalJson.Sha256(string.Join('\n', prints.Prepend(own[service])));
        }
    }

    /// <summary>The same as earlier versions had them: what git ignores did not count, and what the build does not see did.</summary>
    public Task<ImmutableSortedDictionary<string, string>> ReadEarlierAsync(ComposeModel model, CancellationToken cancellation) =>
        OwnAsync(model, folder => Source.FingerprintAsync(folder.Path, cancellation));

    /// <summary>
    /// What a build may see and is no source of it: what runs write themselves, and folders that services write to. Where git has files
    /// of such a folder, it is source all the same.
    /// </summary>
    private async Task<ImmutableArray<string>> NoSourceAsync(
        ComposeModel model,
        ImmutableArray<string> certificateFolders,
        CancellationToken cancellation
    )
    {
        var environments = session.Definition.Environments;
        ImmutableArray<string> data =
        [
            .. model.Folders
                .Concat(environments.SelectMany(environment => session.Store(environment.Name).ReadCurrent()?.Folders ?? []))
                .Distinct(StringComparer.Ordinal),
        ];
        var tracked = await Source.TrackedAsync(session.Location.Folder, data, cancellation);
        return
        [
            session.Location.StateRoot,
            .. environments.Select(environment => environment.Compose.EnvFile).OfType<string>().Select(session.Location.Resolve),
            .. certificateFolders,
            .. data.Where(folder => !tracked.Any(file => RelativePath.IsWithin(file, folder))),
        ];
    }

    private static async Task<ImmutableSortedDictionary<string, string>> OwnAsync(
        ComposeModel model,
        Func<BuildFolder, Task<string>> fingerprint
    )
    {
        var builds = model.Services.Where(service => service.Build is not null).ToImmutableArray();
        var folders = builds.SelectMany(service => service.Build!.Folders()).Distinct().ToImmutableArray();
        var prints = await Task.WhenAll(folders.Select(fingerprint));
        var byFolder = folders.Zip(prints).ToImmutableDictionary(pair => pair.First, pair => pair.Second);
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
