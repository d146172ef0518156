using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Problems;

namespace Slipway.Core.Planning.Parts;

/// <summary>Keys of a service with which a release of it could not be recorded, or could not be started from the record.</summary>
internal static class UnsupportedKeys
{
    private static readonly ImmutableArray<(string Key, string Why, string Do)> All =
    [
        (
            "provider",
            "a program outside the engine makes such a service, so there is no container to record and replace.",
            "give the service an image or a build, or leave it out of the Compose files and start it by hand."
        ),
        // docker/compose 2.40: what `config` prints has the service's key and lacks the section that it refers to.
        (
            "models",
            "Compose leaves the section `models` out of what it renders, so the release could not be started.",
            "start the model by hand, and give the service its address by a variable of `environment`."
        ),
    ];

    /// <summary>Refuses the first service that has such a key.</summary>
    public static void RefuseUnsupportedKeys(this PlanContext context)
    {
        foreach (var service in context.Desired.Compose.Services)
        {
            foreach (var (key, why, @do) in All.Where(unsupported => service.Json[unsupported.Key] is not null))
                throw context.Refused($"service {service.Name} has the key `{key}`, which is not supported.", why, @do, ExitCode.Usage);
        }

        foreach (var (section, key) in context.Desired.Compose.ExternalFiles) RefuseExternal(context, section, key);
    }

    private static void RefuseExternal(PlanContext context, string section, string key)
    {
        var kind = section.TrimEnd('s');
        var user = context.Desired.Compose.Services.FirstOrDefault(service =>
            (service.Json[section] as JsonArray ?? []).Any(use => (string?)use?["source"] == key)
        );
        if (user is null) return;
        throw context.Refused(
            $"service {user.Name} uses the {kind} {key}, which is external.",
            "only Swarm keeps such; Docker Compose refuses it when it starts the container.",
            $"give the {kind} a `file`, or an `environment` that names a key of the env file.",
            ExitCode.Usage
        );
    }
}
