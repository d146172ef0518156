using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Edge;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Edge;

public class DeveloperTests
{
    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}
        defaults: {compose: [shop.yml], url: "http://${DOMAIN}", sites: [shop.caddy]}
        environments:
          prod: {project: shop-prod}
          dev: {project: shop-dev, envFile: .env.dev, access: {user: "${USER}", password: "${PASSWORD}"}}
        """;

    private const string List = "/state/shop/dev/developers";
    private const string Users = "/state/edge/access/shop-dev.users";
    private const string Loaded = "/state/edge.applied.json";
    private const string Fresh = "Rxxxxxxxxxxxxxxxxxxxxxxx";
    private const string Validate = "docker exec --interactive shop-edge-caddy caddy validate --config /etc/caddy/state/staged/Caddyfile --adapter caddyfile";
    private const string Reload = "docker exec --interactive shop-edge-caddy caddy reload --config /etc/caddy/state/Caddyfile --adapter caddyfile";

    private readonly FakeHost fake = new();

    public DeveloperTests()
    {
        Files["/srv/shop/stack.yaml"] = Stack;
        Files["/srv/shop/.env.dev"] = "DOMAIN=dev.shop.test\nUSER=developer\nPASSWORD=a-secret-of-dev\n";
        Files[Users] = "developer $2a$14$d\n";
        Files[Loaded] = """{"access/shop-dev.users": "f00d"}""";
        fake.Commands.On("docker version", "{}");
        fake.Commands.On("caddy hash-password", "$2a$14$h\n");
        fake.Commands.On("caddy validate");
        fake.Commands.On("caddy reload");
        AnswerEdge("running");
    }

    private SortedDictionary<string, string> Files => fake.Files.Texts;

    private UseCases UseCases => new(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));

    [Fact]
    public async Task A_developer_gets_a_fresh_password_whose_hash_alone_is_kept_and_the_edge_loads_it()
    {
        var outcome = await AddAsync("ann");

        Assert.Equal(new DeveloperOutcome(Named.Dev, "ann", "http://dev.shop.test", Fresh, false, true, outcome.Everybody), outcome);
        Assert.Equal("ann", Assert.Single(outcome.Everybody));
        Assert.Equal([Fresh + "\n"], fake.Commands.Inputs);
        Assert.Equal("ann $2a$14$h\n", Files[List]);
        Assert.Equal("developer $2a$14$d\nann $2a$14$h\n", Files[Users]);
        Assert.Equal([Validate, Reload], fake.Commands.Detached);
        Assert.DoesNotContain(fake.Commands.Run, line => line.Contains(Fresh, StringComparison.Ordinal));
        Assert.DoesNotContain(Files.Values, text => text.Contains(Fresh, StringComparison.Ordinal));
        Assert.Equal("f00d", LoadedUsers);
        Assert.Equal(
            ["took /state/shop/dev/lock: AddDeveloper", "took /state/edge.lock: AddDeveloper", "gave back /state/edge.lock", "gave back /state/shop/dev/lock"],
            fake.Locks.Lines);
    }

    [Fact]
    public async Task A_given_password_is_not_shown_again()
    {
        var outcome = await AddAsync("ann", "horse battery 7 staple");

        Assert.Null(outcome.FreshPassword);
        Assert.Equal(["horse battery 7 staple\n"], fake.Commands.Inputs);
    }

    [Fact]
    public async Task One_who_is_there_is_replaced_when_the_operator_says_so()
    {
        Files[List] = "ann $2a$14$old\nbob $2a$14$b\n";
        fake.Ask.Answer = true;

        var outcome = await AddAsync("ann");

        Assert.True(outcome.IsReplaced);
        Assert.Equal("developer $2a$14$d\nann $2a$14$h\nbob $2a$14$b\n", Files[Users]);
        Assert.Equal(["ann has access to dev already. Replace the password?"], fake.Ask.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task One_who_is_there_is_left_alone_otherwise(bool? answer)
    {
        Files[List] = "ann $2a$14$old\n";
        fake.Ask.Answer = answer;

        await MustFailAsync(() => AddAsync("ann"), ExitCode.Usage, "ann has access to dev already.\n  Do:   take another name, or replace the password: say so with --yes.\n  Now:  nothing was changed.");
    }

    [Fact]
    public Task An_environment_without_basic_auth_has_no_developers() => MustFailAsync(
        () => AddAsync("ann", environment: "prod"), ExitCode.Usage,
        "prod has no basic auth.\n  Do:   add `access` to it in stack.yaml, and deploy it.\n  Now:  nothing was changed.");

    [Fact]
    public Task A_name_that_would_mean_something_to_Caddy_is_refused() => MustFailAsync(
        () => AddAsync("{ann}"), ExitCode.Usage,
        "that is not a valid name for a developer.\n  Do:   take letters, digits, '.', '_', '@' and '-', 64 at most, beginning with a letter or digit.\n  Now:  nothing was changed.");

    [Fact]
    public Task A_weak_password_is_refused_and_not_repeated() => MustFailAsync(
        () => AddAsync("ann", "dev-shop-password"), ExitCode.Usage,
        "the password is one of those that are tried first.\n  Do:   take another one, or leave it out for a random one.\n  Now:  nothing was changed.");

    [Fact]
    public async Task The_user_of_the_definition_is_no_developer()
    {
        await MustFailAsync(() => AddAsync("developer"), ExitCode.Usage, "developer is the user of the definition.\n  Do:   take another name; that user's password stands in .env.dev.\n  Now:  nothing was changed.");
        await MustFailAsync(() => RemoveAsync("developer"), ExitCode.Usage, "developer is the user of the definition.\n  Do:   change `access` of dev in stack.yaml, and deploy it.\n  Now:  nothing was changed.");
    }

    [Fact]
    public async Task Nobody_is_added_while_the_edge_does_not_run()
    {
        AnswerEdge("exited");

        await MustFailAsync(() => AddAsync("ann"), ExitCode.Refused,
            "the edge does not run.\n  Why:  Caddy hashes the password, and has to load it.\n  Do:   start it with the environment: ./build.sh --target=Up --environment=dev\n  Now:  nothing was changed.");
    }

    [Fact]
    public async Task Where_the_environment_is_not_behind_the_edge_yet_the_list_alone_is_written()
    {
        Files.Remove(Users);

        var outcome = await AddAsync("ann");

        Assert.False(outcome.IsLoaded);
        Assert.Equal("ann $2a$14$h\n", Files[List]);
        Assert.False(Files.ContainsKey(Users));
        Assert.Empty(fake.Commands.Detached);
    }

    [Theory]
    [InlineData("caddy validate", Validate)]
    [InlineData("caddy reload", Reload)]
    public async Task What_the_edge_does_not_take_leaves_list_and_edge_as_they_were(string part, string command)
    {
        Files[List] = "bob $2a$14$b\n";
        Files[Users] = "developer $2a$14$d\nbob $2a$14$b\n";
        fake.Commands.On(part, error: "Error: a broken site\n", exitCode: 1);

        await MustFailAsync(() => AddAsync("ann"), ExitCode.Failed,
            $"the edge did not take the changed list of developers.\n  Why:  `{command}` ended with exit code 1.\n  Do:   fix what it says below, then run the command again.\n  Now:  the list is as it was, and so is the edge.\n  Last lines of the output:\n    Error: a broken site");
        Assert.Equal("f00d", LoadedUsers);
    }

    [Fact]
    public async Task One_who_is_taken_out_is_gone_from_the_list_and_the_edge()
    {
        Files[List] = "ann $2a$14$a\nbob $2a$14$b\n";

        var outcome = await RemoveAsync("ann");

        Assert.Equal("bob", Assert.Single(outcome.Everybody));
        Assert.True(outcome.IsLoaded);
        Assert.Equal("bob $2a$14$b\n", Files[List]);
        Assert.Equal("developer $2a$14$d\nbob $2a$14$b\n", Files[Users]);
        Assert.Equal([Validate, Reload], fake.Commands.Detached);
    }

    [Fact]
    public async Task One_is_taken_out_while_the_edge_does_not_run_too()
    {
        Files[List] = "ann $2a$14$a\n";
        AnswerEdge("exited");

        Assert.False((await RemoveAsync("ann")).IsLoaded);
        Assert.Equal("developer $2a$14$d\n", Files[Users]);
        Assert.Empty(fake.Commands.Detached);
    }

    [Fact]
    public async Task An_unknown_one_is_told_the_known_ones()
    {
        await MustFailAsync(() => RemoveAsync("carl"), ExitCode.Usage, "dev has no developer of this name.\n  Do:   nobody was added to it.\n  Now:  nothing was changed.");
        Files[List] = "ann $2a$14$a\nbob $2a$14$b\n";
        await MustFailAsync(() => RemoveAsync("carl"), ExitCode.Usage, "dev has no developer of this name.\n  Do:   name one of: ann, bob.\n  Now:  nothing was changed.");
    }

    [Fact]
    public async Task A_command_that_was_interrupted_after_the_list_is_finished_by_the_next_one()
    {
        // The files as a kill leaves them: the list without ann, and what the edge reads with her.
        Files[List] = "bob $2a$14$b\n";
        Files[Users] = "developer $2a$14$d\nann $2a$14$a\nbob $2a$14$b\n";
        Files[Loaded] = """{"access/shop-dev.users": "changing f00d"}""";

        await Assert.ThrowsAsync<SlipwayException>(() => RemoveAsync("ann"));

        Assert.Equal("developer $2a$14$d\nbob $2a$14$b\n", Files[Users]);
        Assert.Equal([Validate, Reload], fake.Commands.Detached);
        Assert.Equal("f00d", LoadedUsers);
    }

    [Fact]
    public async Task While_the_edge_is_given_the_list_its_record_says_that_it_is_not_what_was_loaded()
    {
        var during = "";
        fake.Commands.On("caddy reload", () =>
        {
            during = LoadedUsers;
            return new CommandResult(0, "", "");
        });

        await AddAsync("ann");

        Assert.Equal("changing f00d", during);
    }

    [Fact]
    public async Task An_environment_that_somebody_works_on_is_left_alone()
    {
        fake.Locks.Holders["/state/shop/dev/lock"] = new Lease { Owner = "b0b", User = "bob", Host = "elsewhere", ProcessId = 7, SinceUtc = fake.Clock.GetUtcNow(), HeartbeatUtc = fake.Clock.GetUtcNow(), Doing = "DeployDev" };

        Assert.StartsWith("AddDeveloper was refused: dev is locked.", (await Assert.ThrowsAsync<SlipwayException>(() => AddAsync("ann"))).Message, StringComparison.Ordinal);
    }

    private string LoadedUsers => System.Text.Json.Nodes.JsonNode.Parse(Files[Loaded])!["access/shop-dev.users"]!.GetValue<string>();

    private Task<DeveloperOutcome> AddAsync(string user, string? password = null, string environment = "dev") => UseCases.AddDeveloper.RunAsync(EnvironmentName.Parse(environment), user, password, CancellationToken.None);

    private Task<DeveloperOutcome> RemoveAsync(string user) => UseCases.RemoveDeveloper.RunAsync(Named.Dev, user, CancellationToken.None);

    private async Task MustFailAsync(Func<Task> command, ExitCode exitCode, string message)
    {
        var before = new SortedDictionary<string, string>(Files, StringComparer.Ordinal);
        var error = await Assert.ThrowsAsync<SlipwayException>(command);

        Assert.Equal((exitCode, message), (error.ExitCode, error.Message));
        Assert.Equal(before.Where(file => file.Key != Loaded), Files.Where(file => file.Key != Loaded));
    }

    private void AnswerEdge(string state)
    {
        fake.Commands.On("docker ps", "e1\n");
        fake.Commands.On("docker container inspect", $$"""[{"Id": "e1", "Name": "/shop-edge-caddy", "State": {"Status": "{{state}}"}, "Config": {"Labels": {"com.docker.compose.service": "caddy"} } }]""");
    }
}
