using System.Text.Json.Nodes;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Planning;

/// <summary>
/// A key of the Compose specification in a stack, before and after a change: an entry of <c>tests/cases/compose-keys.json</c>. It is two
/// values of the key for the routed service <c>web</c>, or, where the key alone does not make the case, what else belongs to it:
/// <c>before</c> and <c>after</c> are all keys then, of the service <c>changed</c>; <c>with</c> are other services; <c>of</c> is the service
/// that the table speaks of.
/// </summary>
internal sealed class ComposeKeySample(string section, string key, JsonNode entry)
{
    private const string Web = "web";
    private const string Shared = "shared";

    private static readonly Intent Deploy = new(IntentKind.Deploy, Named.Dev);

    private readonly World world = new();

    private string Subject => (string?)(entry as JsonObject)?["of"] ?? Web;

    private string Changed => (string?)(entry as JsonObject)?["changed"] ?? Subject;

    private bool IsOfService => section is "services" or "build" or "deploy";

    /// <summary>What becomes of the service when the key stays and something else about it changes.</summary>
    public string WithIt()
    {
        try
        {
            Give(isAfter: false, isTouched: false);
            world.Run(Deploy);
            Give(isAfter: false, isTouched: true);
            return Effect();
        }
        catch (SlipwayException)
        {
            return "refused";
        }
    }

    /// <summary>What becomes of the service when the key's value changes, and nothing else.</summary>
    public string OfItsChange()
    {
        try
        {
            Give(isAfter: false, isTouched: false);
            world.Run(Deploy);
            Give(isAfter: true, isTouched: false);
            return Effect();
        }
        catch (SlipwayException)
        {
            return "refused";
        }
    }

    private void Give(bool isAfter, bool isTouched)
    {
        foreach (var (name, keys) in (entry as JsonObject)?["with"] as JsonObject ?? []) world.Define(name, keys!.ToJsonString());
        var value = entry is JsonArray pair ? Wrapped(pair[isAfter ? 1 : 0]) : (JsonObject)entry[isAfter ? "after" : "before"]!.DeepClone();
        if (IsOfService)
        {
            if (isTouched) value["x-touched"] = true;
            world.Define(Changed, value.ToJsonString());
            // What the samples of services refer to.
            world.Share("configs", "c", """{"file": "/srv/shop/c"}""");
            world.Share("secrets", "s", """{"file": "/srv/shop/s"}""");
            world.Share("volumes", "stuff", """{"name": "shop-dev_stuff"}""");
            world.SetNetworkOptions("default", """{"name": "shop-dev_default"}""");
            return;
        }

        if (section is "networks" or "volumes" && value["name"] is null) value["name"] = $"shop-dev_{Shared}";
        if (section == "networks") world.SetNetworkOptions(Shared, value.ToJsonString());
        else world.Share(section, Shared, value.ToJsonString());
        JsonObject user = section switch
        {
            "networks" => new() { ["networks"] = new JsonObject { ["caddy_net"] = null, [Shared] = null } },
            "volumes" => new() { ["volumes"] = new JsonArray(new JsonObject { ["type"] = "volume", ["source"] = Shared, ["target"] = "/v" }) },
            _ => new() { [section] = new JsonArray(new JsonObject { ["source"] = Shared, ["target"] = "/f" }) },
        };
        if (isTouched) user["x-touched"] = true;
        world.Define(Web, user.ToJsonString());
    }

    private JsonObject Wrapped(JsonNode? value)
    {
        var name = key.Split('.', ':')[0];
        return section switch
        {
            "build" => new() { ["build"] = new JsonObject { ["context"] = "/srv/shop/web", [name] = value?.DeepClone() } },
            "deploy" => new() { ["deploy"] = new JsonObject { [name] = value?.DeepClone() } },
            _ => new() { [name] = value?.DeepClone() },
        };
    }

    /// <summary>The table's word for what the plan does: by its steps, which its costs have to say too.</summary>
    private string Effect()
    {
        var plan = world.Plan(Deploy);
        var actions = plan.Steps.Select(step => step.Action).ToList();
        var word =
            actions.OfType<StartBeside>().Any(action => action.Services.Any(service => service.Name == Subject)) ? "rolled"
            : actions.OfType<RunJobs>().Any(action => action.Jobs.Any(job => job.Service == Subject)) ? "run once"
            : actions.OfType<StartServices>().Any(action => action.Command.Arguments.Contains(Subject)) ? "in place"
            : "kept";
        Assert.Equal(
            word,
            plan.Cost.Services.Single(service => service.Name == Subject).Effect switch
            {
                ServiceEffect.ReplaceBeside => "rolled",
                ServiceEffect.Run => "run once",
                ServiceEffect.ReplaceInPlace => "in place",
                ServiceEffect.Keep => "kept",
                var other => other.ToString(),
            }
        );
        return word;
    }
}
