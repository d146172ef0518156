using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;

namespace Slipway.Core.Planning.Parts;

/// <summary>What is not planned at all, and what an operator is told then.</summary>
internal static class Refusals
{
    /// <summary>The refusal of an intent, before anything is done.</summary>
    public static SlipwayException Refused(
        this PlanContext context,
        string what,
        string why,
        string @do,
        ExitCode exitCode = ExitCode.Refused
    ) => new(exitCode, context.Refusal(what, why, @do));

    public static void RefuseNothingToPromote(this PlanContext context)
    {
        var intent = context.Intent;
        if (intent.Kind != IntentKind.Promote || context.Observed.Promoted is not null) return;
        throw context.Refused(
            $"{intent.From} runs no release.",
            $"there is nothing to promote to {context.Environment}.",
            $"deploy {intent.From} first."
        );
    }

    public static void RefuseNothingToStart(this PlanContext context)
    {
        if (context.Current is not null) return;
        throw context.Refused(
            $"{context.Environment} has no release to start.",
            "it was never deployed.",
            $"deploy {context.Environment} first."
        );
    }

    public static void RefuseNothingToBackUp(this PlanContext context)
    {
        if (context.Desired.Environment.Database is not { } database)
        {
            throw context.Refused(
                $"{context.Environment} has no database to back up.",
                "the definition names none.",
                "add a `database` section to stack.yaml.",
                ExitCode.Usage
            );
        }

        if (!context.Observed.Runs(database.Service))
        {
            throw context.Refused(
                $"{context.Environment}'s database does not run.",
                $"service {database.Service} has no healthy container.",
                Invocation.For(nameof(IntentKind.Up), context.Environment.ToString())
            );
        }
    }

    /// <summary>
    /// Containers that were started from another state folder belong to another clone, which knows their releases and how to go
    /// back. Taking them over would leave both clones with half the truth.
    /// </summary>
    public static void RefuseContainersOfOthers(
        this PlanContext context,
        string project,
        ImmutableArray<ObservedContainer> containers
    )
    {
        var home = context.Paths.Root + "/";
        var other = containers.FirstOrDefault(container =>
            container
                .ComposeFiles.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Any(file => !file.StartsWith(home, StringComparison.Ordinal))
        );
        if (other is null)
            return;
        throw context.Refused(
            $"the containers of {project} belong to something else.",
            $"{other.Name} was started from {other.ComposeFiles}, which is not in the state folder {context.Paths.Root}.",
            "work in the clone that started them, or let this one use its state (SLIPWAY_STATE); "
                + $"to give them up, stop them first: {context.Platform.StopByHand(project)} (volumes stay)."
        );
    }

    /// <summary>A database is locked with the passwords of the env file that it was made with; new ones would not open it.</summary>
    public static void RefuseLostPasswords(this PlanContext context)
    {
        var desired = context.Desired;
        if (!desired.EnvFileIsNew || desired.Environment.Database is not { } database) return;
        var volume = desired.Compose.Find(database.Service)?.Volumes.FirstOrDefault(context.Observed.Volumes.Contains);
        if (volume is null) return;
        var back = context.Current is { EnvVersion: not null } current
            ? $"bring the one back that release {current.Id} ran with: "
                + $"cp {ShellText.Quote(context.Paths.EnvVersion(context.Environment, current.EnvFileFingerprint))} "
                + ShellText.Quote(desired.EnvFile)
            : "bring the env file back from a copy";
        throw context.Refused(
            $"the env file {desired.EnvFile} is missing, and the database's volume {volume} is there.",
            "the volume's passwords stood in that file; new random ones would not open it.",
            $"{back}; or, if the data may go, remove the volume: {context.Platform.RemoveVolumeByHand(volume)}"
        );
    }

    public static void RefuseLostData(this PlanContext context, ImmutableSortedSet<string> volumes, ImmutableSortedSet<string> folders)
    {
        var allowed = context.Intent.AllowedVolumes;
        if (DataLossGuard.Check(context.Current, volumes, folders, context.Observed.Volumes, allowed) is not { } loss) return;
        throw new DataLossException(
            context.Refusal(loss.Failure.What, loss.Failure.Why, loss.Failure.Do),
            context.Desired.Environment,
            loss.Places
        );
    }

    /// <summary>
    /// Compose makes a network with other options anew, for which every container has to leave it, and never does so with a volume that has
    /// data.
    /// </summary>
    public static void RefuseOtherOptions(this PlanContext context)
    {
        if (context.Current is not { } current || context.Observed.Composes.GetValueOrDefault(current.Id) is not { } before) return;
        var wanted = context.Desired.Compose;
        if (Changed(before.NetworkOptions, wanted.NetworkOptions).FirstOrDefault(context.Observed.Networks.Contains) is { } network)
        {
            throw context.Refused(
                $"network {network} has other options than before.",
                "it would have to be made anew, for which every container on it has to be stopped, and what serves is among them.",
                "give it another key in the Compose file, which is replaced without downtime; or stop the environment for a moment: "
                    + Invocation.For(nameof(IntentKind.Down), context.Environment.ToString())
                    + $", then run {context.Intent.Target} again."
            );
        }

        if (Changed(before.VolumeOptions, wanted.VolumeOptions).FirstOrDefault(context.Observed.Volumes.Contains) is { } volume)
        {
            throw context.Refused(
                $"volume {volume} has other options than before.",
                "a volume keeps the options that it was made with; another one would begin empty.",
                "give the volume back its options; or name a new one, move the data, and let the release start with it "
                    + $"(--{DataLossGuard.AllowOption}=<name>)."
            );
        }

        IEnumerable<string> Changed(ImmutableSortedDictionary<string, Secret> old, ImmutableSortedDictionary<string, Secret> @new) =>
            @new.Where(options => old.GetValueOrDefault(options.Key) is { } was && was.Reveal() != Filled(options.Value))
                .Select(options => options.Key);

        string Filled(Secret options) =>
            options.Reveal().Replace(ComposeModel.ReleaseMark, current.Id.ToString(), StringComparison.Ordinal);
    }

    public static void RefuseMissingImages(this PlanContext context, ReleaseManifest release)
    {
        var missing = release
            .Services.Where(service => !context.Observed.ImageIds.ContainsKey(service.Value.ImageId))
            .Select(service => $"{service.Value.Image} of {service.Key}")
            .ToImmutableArray();
        if (missing.IsEmpty) return;
        throw context.Refused(
            $"release {release.Id} cannot be started: images are missing.",
            $"{string.Join(", ", missing)} was removed from this host.",
            "deploy or promote again, which makes new images; or roll back to another release that History lists."
        );
    }

    /// <summary>
    /// A release is what was recorded. A file of it that is gone, or that somebody changed, is another release that nobody made.
    /// </summary>
    public static void RefuseChangedFiles(this PlanContext context, ReleaseManifest release, bool withEnvFile)
    {
        Check(context.Paths.Compose(context.Environment, release.Id), release.ComposeFingerprint);
        var folder = context.Paths.Files(context.Environment);
        foreach (var (path, fingerprint) in HeldMounts.CopiesOf(context.Observed.Composes.GetValueOrDefault(release.Id), folder))
        {
            var found = context.Observed.StateFiles.GetValueOrDefault(path);
            if (found == fingerprint) continue;
            throw Refusal(found is null, $"it mounts a copy of a file of the work tree that is not in {folder} as it was kept.");
        }

        if (withEnvFile && release.EnvVersion is not null)
            Check(context.Paths.EnvVersion(context.Environment, release.EnvFileFingerprint), release.EnvFileFingerprint);

        void Check(string path, string? fingerprint)
        {
            var found = context.Observed.StateFiles.GetValueOrDefault(path);
            if (found is not null && (fingerprint is null || found == fingerprint))
                return;
            throw Refusal(
                found is null,
                found is null
                    ? $"there is no {path}."
                    : $"{path} changed since the release was recorded: its SHA-256 is {found[..16]}, not {fingerprint![..16]}."
            );
        }

        SlipwayException Refusal(bool isMissing, string why) => context.Refused(
            $"release {release.Id} cannot be started: a file of it is {(isMissing ? "missing" : "changed")}.",
            why,
            "bring the file back from a copy of the state folder, roll back to another release that History lists, or deploy."
        );
    }

    public static void RefuseOtherPorts(this PlanContext context, ReleaseManifest release)
    {
        var edge = context.Desired.Stack.Edge;
        if (
            context.Desired.EnvRestore is not { } restore
            || (restore.HttpPort, restore.HttpsPort) == (edge.HttpPort, edge.HttpsPort)
        )
            return;
        throw context.Refused(
            $"release {release.Id} ran behind an edge with other ports.",
            $"its env file has the ports {restore.HttpPort} and {restore.HttpsPort}; they are {edge.HttpPort} and {edge.HttpsPort} now, "
                + "and the edge serves the other environments too.",
            $"set the edge's ports to {restore.HttpPort} and {restore.HttpsPort} in the env files of all environments, "
                + $"then run {context.Intent.Target} again; or roll back to another release that History lists."
        );
    }

    public static void RefuseUnknownPassword(this PlanContext context, ReleaseManifest release)
    {
        if (
            release.Access is not { } access
            || (context.Desired.Environment.Access is { } known && access.ToFile().HasPassword(known.Password))
        )
            return;
        throw context.Refused(
            $"release {release.Id} cannot be started: the password of its basic auth is not known.",
            $"no value of the env file that it ran with is the password of {access.User}.",
            "roll back to another release that History lists, or deploy."
        );
    }

    private static Failure Refusal(this PlanContext context, string what, string why, string @do) =>
        new($"{context.Intent.Target} stopped: {what}")
        {
            Why = why,
            Do = @do,
            Now = Failure.NothingChanged,
        };
}
