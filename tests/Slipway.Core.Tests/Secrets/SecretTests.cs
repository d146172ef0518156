using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Health;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Core.Tests.Planning;
using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Secrets;

public class SecretTests
{
    private const string Known = "a-value-that-nobody-may-see";

    private static readonly Secret Secret = new(Known);

    [Fact]
    public void A_secret_is_not_printed_alone_in_a_text_or_in_a_record()
    {
        Assert.Equal("***", Secret.ToString());
        Assert.Equal("password ***", $"password {Secret}");
        Assert.Equal("password ***", string.Create(CultureInfo.InvariantCulture, $"password {Secret}"));
        Assert.Equal("AccessDefinition { User = ann, Password = *** }", new AccessDefinition("ann", Secret).ToString().Replace(", Open = System.Collections.Immutable.ImmutableArray`1[System.String]", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_is_revealed_to_whoever_asks_for_it() => Assert.Equal(Known, Secret.Reveal());

    [Fact]
    public void Secrets_with_one_value_are_equal()
    {
        Assert.Equal(new Secret(Known), Secret);
        Assert.NotEqual(new Secret("another"), Secret);
        Assert.True(new Secret(Known) == Secret);
        Assert.Null((Secret?)(string?)null);
    }

    [Fact]
    public void A_stored_run_has_the_value_as_plain_JSON()
    {
        var text = JsonSerializer.Serialize(new AccessDefinition("ann", Secret));

        Assert.Equal($$"""{"User":"ann","Password":"{{Known}}","Open":[]}""", text);
        Assert.Equal(Secret, JsonSerializer.Deserialize<AccessDefinition>(text)!.Password);
    }

    [Fact]
    public void A_record_that_has_a_secret_as_a_text_would_be_found() =>
        Assert.Equal([$"Careless {{ Password = {Known} }}"], PrintedRecords.Of(new[] { new Careless(Known) })[typeof(Careless)]);

    [Fact]
    public void No_record_prints_a_secret_that_it_holds_or_leads_to()
    {
        var world = new World();
        var env = EnvFile.Parse($"PASSWORD={Known}\n", ".env.dev");
        var desired = world.Desired(Named.Dev);
        var file = new EnvFileFacts { File = env };
        var facts = new EnvironmentFacts
        {
            Definition = desired.Environment,
            Compose = desired.Compose,
            Sources = ComposeSources.Read(["compose.yml"], (_, _, _) => "services: {}\n", env.Values).Sources,
            Env = file,
            Sites = [new SiteFacts("dev.caddy", $"header X-Token {Known}\n", $"header X-Token {Known}\n")],
        };

        var printed = PrintedRecords.Of(
            desired,
            env.Entries,
            world.Plan(new Intent(IntentKind.Deploy, Named.Dev)),
            new ReleaseService { Image = "api:1", ImageId = "sha256:1", Specification = "f00d", Since = default, BuildSection = Secret },
            facts,
            new UsedEnvFile(file, [facts]),
            EnvTemplate.Fill("PASSWORD=" + Known, null, _ => ""),
            new TrafficTarget(Named.Dev, "https://dev.shop.test/", 443) { User = "ann", Password = Secret, Pass = Secret },
            new WriteAndRun("/state/edge.json", Secret, Command.Of("docker")) { Rules = EdgeFile.Of("Caddyfile", Known) });

        var secrets = World.Secrets.Append(Known).ToImmutableArray();
        Assert.All(printed.SelectMany(texts => texts), text => Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal)));
        Assert.Equal([], PrintedRecords.WithSecrets(typeof(Secret).Assembly).Where(type => !printed.Contains(type)));
    }

    private sealed record Careless(string Password);
}
