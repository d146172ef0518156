using System.Text.RegularExpressions;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>OAuth apps that send people elsewhere.</summary>
public sealed partial class OAuthRedirect : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/oauth-redirect";

    /// <inheritdoc />
    public override string Reason =>
        "The provider sends people and their sign-in codes to this address, so it has to be one of the environment's own.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var environment in facts.Environments)
        {
            var own = environment.Definition.Routes.Select(route => route.Domain).Distinct().ToList();
            if (own.Count == 0) continue;
            // What leads to another environment is isolation/points-at-other.
            var known = facts
                .Environments.SelectMany(each => each.Definition.Routes.Select(route => route.Domain))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            var found =
                from service in environment.Services
                from variable in service.Variables
                let key = Key().Match(variable.Key)
                where key.Success && HasClient(service, key.Groups["owner"].Value)
                let host = Uri.TryCreate(variable.Value, UriKind.Absolute, out var address) ? address.Host : ""
                where host.Length > 0 && !known.Contains(host)
                group (Service: service.Name, Variable: variable.Key, Host: host) by environment.OriginOf(service, variable.Key, host);
            foreach (var redirect in found)
            {
                yield return Found(
                    redirect.Key,
                    $"the sign-in by {Listed(redirect.Select(one => one.Variable))} of {Listed(redirect.Select(one => one.Service))} in "
                    + $"{environment.Name} leads to {redirect.First().Host}, which is none of its domains ({string.Join(", ", own)})",
                    $"an address below https://{own[0]}, and the same one in the provider's settings of the OAuth app of "
                    + $"{environment.Name}",
                    environment.Name);
            }
        }
    }

    // Of several providers, the one whose name the key begins with.
    private static bool HasClient(ComposeService service, string owner)
    {
        var clients = service.Variables.Where(variable => OAuthClients.IsId(variable.Key)).ToList();
        var provider = owner.Split('_')[0];
        var same = clients
            .Where(client => provider.Length > 0 && client.Key.StartsWith(provider + "_", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return (same.Count > 0 ? same : clients).Any(client => client.Value.Length > 0);
    }

    [GeneratedRegex("\\A(?<owner>.*?)_?(?:REDIRECT|CALLBACK)_UR[IL]\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
