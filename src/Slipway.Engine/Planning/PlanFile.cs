using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Planning;

/// <summary>A file that holds a saved plan.</summary>
/// <param name="host">The world.</param>
/// <param name="path">The absolute path.</param>
/// <param name="name">The name as the operator gave it.</param>
public sealed class PlanFile(Host host, string path, string name)
{
    private const int KeyLength = 64;

    /// <summary>The name as the operator gave it.</summary>
    public string Name => name;

    /// <summary>Refuses intents whose plans are on record already.</summary>
    /// <exception cref="SlipwayException">It is one of them.</exception>
    public void RequireSavable(Intent intent)
    {
        if (intent.Kind is not (IntentKind.Resume or IntentKind.Abort)) return;
        throw SlipwayException.Usage(
            $"{intent.Target} takes no saved plan.",
            $"leave --plan={name} out.",
            "the plan that was interrupted is on record, and it is that one or nothing."
        );
    }

    /// <summary>The key of a state folder; null where it has none yet.</summary>
    public string? ReadKey(StatePaths paths) => host.Files.ReadText(paths.FingerprintKey)?.Trim() is { Length: > 0 } key ? key : null;

    /// <summary>Saves a plan.</summary>
    /// <exception cref="SlipwayException">The file would make the plan out of date by itself.</exception>
    public async Task WriteAsync(PlanInHand planned, CancellationToken cancellation)
    {
        var desired = planned.Loaded.Desired;
        var key = ReadKey(desired.Paths);
        if (key is null)
        {
            key = host.RandomText(KeyLength);
            host.Files.WriteText(desired.Paths.FingerprintKey, key + "\n");
        }

        var folders = desired
            .Compose.Services.SelectMany(service => service.Build?.Folders() ?? [])
            .Where(IsAbove)
            .Distinct()
            .ToArray();
        var before = await FingerprintsAsync();
        var text = host.Files.ReadText(path);
        host.Files.WriteText(path, SealedPlan.Of(planned.Plan, desired.Now, host.Operator, key).ToJson());
        if (planned.Plan.Intent.Kind != IntentKind.Deploy || IsEqual(before, await FingerprintsAsync())) return;

        if (text is null) host.Files.Delete(path);
        else host.Files.WriteText(path, text);
        throw SlipwayException.Usage(
            $"{name} lies in a folder that images are built from.",
            "save it elsewhere, or name it in the folder's .dockerignore.",
            "the plan would be out of date as soon as it is saved: the file itself would be new source."
        );

        Task<string[]> FingerprintsAsync() => Task.WhenAll(folders.Select(folder => host.Source.ContextAsync(folder, [], cancellation)));
    }

    /// <summary>Reads the plan and sees that it is one for this.</summary>
    /// <exception cref="SlipwayException">There is none, it is damaged, or it is for something else.</exception>
    public SealedPlan Read(string stack, Intent asked)
    {
        var text =
            ReadText()
            ?? throw SlipwayException.Usage(
                $"there is no file {name}.",
                $"save a plan first: {Invocation.Of("Plan", $"--for={asked.Target}", $"--plan={name}")}"
            );
        var plan = SealedPlan.Parse(text, name);
        plan.RequireFor(stack, asked, name);
        return plan;
    }

    private string? ReadText()
    {
        try
        {
            return host.Files.ReadText(path);
        }
        catch (SlipwayException error)
        {
            throw new SlipwayException(ExitCode.Usage, error.Failure with { Now = Failure.NothingChanged }, error);
        }
    }

    private static bool IsEqual(string[] before, string[] after) => before.SequenceEqual(after, StringComparer.Ordinal);

    private bool IsAbove(BuildFolder folder) => path.StartsWith(folder.Path.TrimEnd('/') + "/", StringComparison.Ordinal);
}
