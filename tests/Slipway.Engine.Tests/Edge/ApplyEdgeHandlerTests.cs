using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Edge;

public class ApplyEdgeHandlerTests : HandlerTest
{
    private const string Users = "/state/edge/access/shop-dev.users";

    private const string Site = "/state/edge/sites/shop-dev.caddy";

    [Fact]
    public async Task The_edge_gets_its_files_validates_them_loads_them_and_what_was_loaded_is_noted()
    {
        Files[Site] = "old";
        AnswerEdge();

        await RunAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "new"), UsersFile, EdgeFile.Of("Caddyfile", "rules")));

        Assert.Equal("new", Files[Site]);
        Assert.Equal("developer $2a$14$hash\n", Files[Users]);
        Assert.Equal("rules", Files["/state/edge/Caddyfile"]);
        Assert.DoesNotContain(Files.Keys, path => path.StartsWith("/state/edge/staged/", StringComparison.Ordinal));
        Assert.Equal(["docker exec --interactive edge caddy validate", "docker exec --interactive edge caddy reload"], CaddyCalls("validate", "reload"));
        Assert.Equal(
            [$"Caddyfile {EdgeFile.Of("", "rules").Fingerprint}", $"access/shop-dev.users {UsersFile.Fingerprint}", $"sites/shop-dev.caddy {EdgeFile.Of("", "new").Fingerprint}"],
            Applied());
    }

    [Fact]
    public async Task A_password_is_hashed_over_standard_input_and_stands_in_no_argument_and_no_file()
    {
        AnswerEdge();

        await RunAsync(Edge(UsersFile));

        Assert.Equal([$"{Secret}\n"], Fake.Commands.Inputs);
        Assert.DoesNotContain(Fake.Commands.Run, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Files.Values, text => text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_site_that_is_gone_is_removed_and_no_longer_counts_as_loaded()
    {
        Files[Site] = "old";
        Files["/state/edge.applied.json"] = """{"sites/shop-dev.caddy":"0ld","Caddyfile":"c4dd7"}""";
        AnswerEdge();

        await RunAsync(Edge(EdgeFile.Removed("sites/shop-dev.caddy")));

        Assert.DoesNotContain(Site, Files.Keys);
        Assert.Equal(["Caddyfile c4dd7"], Applied());
    }

    [Theory]
    [InlineData("validate", new[] { "validate" })]
    [InlineData("reload", new[] { "validate", "reload", "reload" })]
    public async Task Files_that_the_edge_does_not_accept_are_put_back(string failing, string[] called)
    {
        Files[Site] = "old";
        Files["/state/edge/sites/gone.caddy"] = "still wanted";
        Files["/state/edge.applied.json"] = """{"sites/shop-dev.caddy":"0ld"}""";
        AnswerEdge();
        Fake.Commands.On($"caddy {failing}", error: $"Error: unrecognized directive {Secret}", exitCode: 1);

        var error = await FailAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "new"), EdgeFile.Of("sites/more.caddy", "more"), EdgeFile.Removed("sites/gone.caddy")));

        Assert.StartsWith($"`docker exec --interactive edge caddy {failing}", error.Message, StringComparison.Ordinal);
        Assert.Equal(["Error: unrecognized directive ***"], error.Evidence.AsEnumerable());
        Assert.Equal(called.Select(call => $"docker exec --interactive edge caddy {call}"), CaddyCalls("validate", "reload"));
        Assert.Equal("old", Files[Site]);
        Assert.Equal("still wanted", Files["/state/edge/sites/gone.caddy"]);
        Assert.DoesNotContain("/state/edge/sites/more.caddy", Files.Keys);
        Assert.Equal(["sites/shop-dev.caddy 0ld"], Applied());
    }

    [Fact]
    public async Task Caddy_tries_a_copy_of_everything_that_it_would_read_before_it_can_read_any_of_it()
    {
        Files[Site] = "import /etc/caddy/state/access/shop-dev.users # old";
        Files["/state/edge/Caddyfile"] = "import /etc/caddy/state/sites/*.caddy";
        Files["/state/edge/sites/gone.caddy"] = "goes";
        Files["/state/edge/sites/other.caddy"] = "stays";
        Files["/state/edge/staged/sites/left.caddy"] = "of a run that was killed";
        AnswerEdge();
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Fake.Commands.On("caddy validate", () =>
        {
            foreach (var (path, text) in Files.Where(file => file.Key.StartsWith("/state/edge/", StringComparison.Ordinal))) seen[path["/state/edge/".Length..]] = text;
            return new CommandResult(0, "", "");
        });

        await RunAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "import /etc/caddy/state/access/shop-dev.users"), UsersFile, EdgeFile.Removed("sites/gone.caddy")));

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Caddyfile"] = "import /etc/caddy/state/sites/*.caddy",
                ["sites/gone.caddy"] = "goes",
                ["sites/other.caddy"] = "stays",
                ["sites/shop-dev.caddy"] = "import /etc/caddy/state/access/shop-dev.users # old",
                ["staged/Caddyfile"] = "import /etc/caddy/state/staged/sites/*.caddy",
                ["staged/access/shop-dev.users"] = "developer $2a$14$hash\n",
                ["staged/sites/other.caddy"] = "stays",
                ["staged/sites/shop-dev.caddy"] = "import /etc/caddy/state/staged/access/shop-dev.users",
            },
            seen);
    }

    [Fact]
    public async Task A_hash_that_is_none_is_not_written_and_the_files_are_put_back()
    {
        Files[Users] = "developer $2a$14$old\n";
        AnswerEdge();
        Fake.Commands.On("hash-password", "usage: caddy");

        var error = await FailAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "new"), UsersFile));

        Assert.Equal("caddy could not hash the password of the basic auth.", error.Message);
        Assert.Equal("developer $2a$14$old\n", Files[Users]);
        Assert.DoesNotContain(Site, Files.Keys);
    }

    [Fact]
    public async Task The_edge_is_given_the_password_of_the_env_file_that_the_users_were_made_from()
    {
        AnswerEdge();
        Versions.Keep("PASSWORD=the-password-of-then\n");

        await RunAsync(Edge(EdgeFile.Users("access/shop-dev.users", "developer", "the-password-of-then")));

        Assert.Equal(["the-password-of-then\n"], Fake.Commands.Inputs);
    }

    [Fact]
    public async Task A_password_that_is_in_no_env_file_is_not_guessed()
    {
        AnswerEdge();
        Files[Users] = "developer $2a$14$old\n";

        var error = await FailAsync(Edge(EdgeFile.Users("access/shop-dev.users", "developer", "nobody-knows")));

        Assert.Equal("no known env file has the password of developer for access/shop-dev.users.", error.Message);
        Assert.Equal("developer $2a$14$old\n", Files[Users]);
        Assert.Empty(Fake.Commands.Inputs);
    }

    private IEnumerable<string> CaddyCalls(params string[] verbs) => Fake.Commands.Run.Where(line => verbs.Any(verb => line.EndsWith($" caddy {verb}", StringComparison.Ordinal)));
}
