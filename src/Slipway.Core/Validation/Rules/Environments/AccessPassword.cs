using Slipway.Core.Edge;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Users and passwords of the basic auth that Caddy does not take.</summary>
public sealed class AccessPassword : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/access-password";

    /// <inheritdoc />
    public override string Reason =>
        "Caddy hashes the password when the traffic is switched already, with bcrypt, which takes 72 bytes and no more.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var environment in facts.Environments)
        {
            if (environment.Definition.Access is not { } access || facts.Stack.Find(environment.Name)?.Access is not { } written) continue;
            var password = access.Password.Reveal();
            if (password.Length == 0 || DeveloperPassword.LimitOf(password) is not null)
            {
                yield return Found(
                    Origin(facts, environment, "password", written.Password.Reveal(), password),
                    $"the password of {environment.Name}'s basic auth "
                    + (DeveloperPassword.LimitOf(password) ?? "is empty"),
                    $"a password on one line, at most {DeveloperPassword.MostBytes} bytes long",
                    environment.Name
                );
            }

            if (access.User.Length > 0 && !access.User.Any(character => character == ':' || char.IsWhiteSpace(character))) continue;
            yield return Found(
                Origin(facts, environment, "user", written.User, access.User),
                $"the user of {environment.Name}'s basic auth has ':' or a space, or is empty",
                "a name without ':' or spaces",
                environment.Name
            );
        }
    }

    private static SourcePosition Origin(StackFacts facts, EnvironmentFacts environment, string key, string written, string value)
    {
        var place = facts.PlaceOf("environments", environment.Name.ToString(), "access", key);
        return written is ['$', '{', .. var name, '}'] && environment.Env.File.Values.ContainsKey(name)
            ? environment.PlaceOfKey(name)
            : environment.OriginOf(place, written, value);
    }
}
