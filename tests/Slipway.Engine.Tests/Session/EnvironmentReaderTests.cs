using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Core.Tests.Secrets;
using Slipway.Engine.Edge;
using Slipway.Engine.Planning;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class EnvironmentReaderTests
{
    private const string Stack =
        """
        stack: shop
        edge:
          project: shop-edge
          compose: [../caddy/docker-compose.yml]
          service: caddy
          network: caddy_net
          httpPort: ${HTTP_PORT}
          httpsPort: ${HTTPS_PORT}
        defaults:
          compose: [docker-compose.yml]
          url: https://${DOMAIN}
          sites: [shop.caddy]
          routes:
            - {domain: "${DOMAIN}", service: api, port: 8080, health: /health}
          database: {service: db, name: shop, user: "${DB_USER}"}
        environments:
          prod:
            project: shop-prod
            envFile: .env.prod
            envTemplate: env.template
          dev:
            project: shop-dev
            envFile: .env.dev
            envTemplate: env.template
            createEnvFile: true
            access: {user: developer, password: "${ACCESS_PASSWORD}"}
        """;

    private const string Template =
        """
        DOMAIN=shop.test
        HTTP_PORT=8080
        HTTPS_PORT=8443
        DB_USER=owner
        DB_PASSWORD=<random:24>
        ACCESS_PASSWORD=<random:20>
        """;

    private const string Env =
        """
        DOMAIN=shop.test
        HTTP_PORT=8080
        HTTPS_PORT=8443
        DB_USER=owner
        DB_PASSWORD=a-secret-of-the-database
        ACCESS_PASSWORD=a-secret-of-the-access
        """;

    private const string Compose =
        """
        {
          "name": "shop-dev",
          "services": {
            "api": {"build": {"context": "/srv/shop/api"}, "container_name": "shop-dev-api", "environment": {"DB_PASSWORD": "a-secret-of-the-database"}},
            "db": {"image": "postgres:15"}
          }
        }
        """;

    private static readonly Intent DeployDev = new(IntentKind.Deploy, Named.Dev);

    private readonly FakeHost fake = new();

    public EnvironmentReaderTests()
    {
        var files = fake.Files.Texts;
        files["/srv/shop/stack.yaml"] = Stack;
        files["/srv/shop/env.template"] = Template;
        files["/srv/shop/.env.dev"] = Env;
        files["/srv/shop/.env.prod"] = Env;
        files["/srv/shop/shop.caddy"] = "{$DOMAIN} {\n\timport {$ACCESS_FILE:none}\n\timport service {$SERVICE_API}\n}\n";
        files["/srv/caddy/Caddyfile"] = "import state/sites/*.caddy\n";
        fake.Commands.On("docker compose", Compose);
        fake.Commands.On("--project-name shop-edge", "{}");
    }

    [Fact]
    public async Task Everything_that_is_wanted_is_read()
    {
        var reading = await ReadAsync(DeployDev);

        var desired = reading.Desired;
        Assert.Equal("https://shop.test", desired.Environment.Url);
        Assert.Equal("owner", desired.Environment.Database!.User);
        Assert.Equal((8080, 8443), (desired.HttpPort, desired.HttpsPort));
        Assert.Equal("/srv/shop/.env.dev", desired.EnvFile);
        Assert.False(desired.EnvFileIsNew);
        Assert.Equal("c0ffee", desired.Source.Commit);
        Assert.Equal(["api", "db"], desired.Compose.Services.Select(service => service.Name));
        Assert.Equal(["api"], desired.Builds.Keys);
        Assert.Equal(["Caddyfile", "access/shop-dev.users", "sites/shop-dev.caddy"], desired.EdgeFiles.Select(file => file.Path));
        Assert.Equal("shop.test {\n\timport /etc/caddy/state/access/shop-dev.users\n\timport service shop-dev-api 8080\n}\n", Assert.Single(desired.Sites).Text?.Reveal());
        Assert.Equal(
            [
                "EDGE_NETWORK=caddy_net SLIPWAY_RELEASE=slipway-release-id docker compose --project-name shop-dev --file /srv/shop/docker-compose.yml --env-file /srv/shop/.env.dev config --format json",
                "EDGE_ACME_EMAIL='' EDGE_CONFIG=/etc/caddy/state/Caddyfile EDGE_HTTPS_PORT=8443 EDGE_HTTP_PORT=8080 EDGE_NETWORK=caddy_net EDGE_PROJECT=shop-edge EDGE_STATE=/state/edge SLIPWAY_RELEASE=slipway-release-id docker compose --project-name shop-edge --file /srv/caddy/docker-compose.yml config --format json",
            ],
            fake.Commands.Run);
    }

    [Theory]
    [InlineData(IntentKind.Deploy, true)]
    [InlineData(IntentKind.Promote, true)]
    [InlineData(IntentKind.Down, false)]
    public async Task A_variable_of_the_edge_that_nothing_sets_makes_no_release_and_stops_nothing_else(IntentKind kind, bool isRefused)
    {
        fake.Commands.On("--project-name shop-edge", "{}", """time="2026-11-28T22:18:21Z" level=warning msg="The \"DNS_TOKEN\" variable is not set. Defaulting to a blank string."\n""");

        var reading = ReadAsync(new Intent(kind, Named.Dev) { From = Named.Prod });

        if (isRefused)
        {
            Assert.Equal(
                "../caddy/docker-compose.yml DNS_TOKEN: the variable is not set, and Compose would fill in nothing (expected one of the edge's variables, or ${DNS_TOKEN:-} where nothing is meant)",
                Assert.Single((await Assert.ThrowsAsync<SlipwayException>(() => reading)).Problems).ToString());
        }
        else
        {
            Assert.Equal(Named.Dev, (await reading).Desired.Environment.Name);
        }
    }

    [Fact]
    public async Task What_compose_warns_of_and_the_values_of_variables_come_with_the_model()
    {
        fake.Commands.On("--project-name shop-dev", """{"services": {"api": {"secrets": [{"source": "k"}]}, "db": {}}, "secrets": {"k": {"environment": "DB_PASSWORD"}}}""", """time="2026-11-28T22:18:21Z" level=warning msg="a-secret-of-the-access is old"\n""");

        var model = (await ReadAsync(DeployDev)).Desired.Compose;

        Assert.Equal(["*** is old"], model.Warnings.AsEnumerable());
        Assert.Equal("DB_PASSWORD=\"a-secret-of-the-database\"\n", Core.Compose.ComposeVariables.EnvTextOf(model.Text.Reveal()));
    }

    [Fact]
    public async Task Nothing_that_is_printed_of_a_reading_holds_a_secret()
    {
        var reading = await ReadAsync(DeployDev);

        var printed = PrintedRecords.Of(
            reading,
            new WrittenRelease(Manifest(reading.Desired), reading.Desired.Compose, reading.Env.Text),
            new RenderedCompose("{\"token\": \"a-secret-of-compose\"}", []),
            new FilledSite("dev.caddy", "token a-secret-of-the-site", "token a-secret-of-the-site"),
            new DeveloperOutcome(Named.Dev, "ann", "", "a-secret-of-ann", false, true, []),
            new RunOutcome(new Plan { Stack = "shop", Intent = DeployDev, Fingerprint = "f00d" }, "", reading.Desired.Environment.Access, true, ".env.dev"));

        Assert.All(printed.SelectMany(texts => texts), text => Assert.DoesNotContain("a-secret", text, StringComparison.Ordinal));
        Assert.Equal([], PrintedRecords.WithSecrets(typeof(LoadedEnvFile).Assembly).Where(type => !printed.Contains(type)));
        Assert.Equal("*** and ***", reading.Redactor.Clean("a-secret-of-the-database and a-secret-of-the-access"));
    }

    [Fact]
    public async Task A_missing_env_file_of_dev_is_filled_for_a_deployment_and_nothing_is_written_yet()
    {
        fake.Files.Texts.Remove("/srv/shop/.env.dev");
        fake.Commands.On("--project-name shop-dev", () => new(0, fake.Files.Exists("/tmp/fake/env") ? Compose : "{}", ""));

        var reading = await ReadAsync(DeployDev);

        Assert.True(reading.Desired.EnvFileIsNew);
        Assert.Equal("Rxxxxxxxxxxxxxxxxxxxxxxx", reading.Env.Values["DB_PASSWORD"]);
        Assert.Equal(2, reading.Desired.Compose.Services.Length);
        Assert.DoesNotContain("/srv/shop/.env.dev", fake.Files.Texts.Keys);
        Assert.DoesNotContain("/tmp/fake/env", fake.Files.Texts.Keys);
    }

    [Fact]
    public async Task The_place_of_a_temporary_env_file_does_not_stay_in_what_is_wanted()
    {
        fake.Files.Texts.Remove("/srv/shop/.env.dev");
        fake.Commands.On("--project-name shop-dev", Compose.Replace("\"environment\":", "\"env_file\": [\"/tmp/fake/env\"], \"environment\":", StringComparison.Ordinal));

        var reading = await ReadAsync(DeployDev);

        Assert.Contains("\"env_file\":[\"/srv/shop/.env.dev\"]", reading.Desired.Compose.Text.Reveal(), StringComparison.Ordinal);
        Assert.DoesNotContain("/tmp/", reading.Desired.Compose.Text.Reveal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_is_not_there_is_named()
    {
        fake.Files.Texts.Remove("/srv/shop/stack.yaml");

        await AssertProblems(DeployDev, "Name another stack with --stack.",
            "shop/stack.yaml: there is no such file (expected a stack.yaml; --stack names a folder under compose/ or a path)");
    }

    [Fact]
    public async Task An_environment_that_is_not_there_is_refused_with_those_that_are() =>
        await AssertRefused(new Intent(IntentKind.Deploy, EnvironmentName.Parse("test")),
            """
            shop/stack.yaml has no environment test.
              Do:   use one of: prod, dev.
              Now:  nothing was changed.
            """);

    [Theory]
    [InlineData(IntentKind.Deploy, "prod")] // production's is never made by a deployment
    [InlineData(IntentKind.Promote, "prod")]
    [InlineData(IntentKind.Up, "dev")]
    [InlineData(IntentKind.Down, "dev")]
    [InlineData(IntentKind.Backup, "dev")]
    [InlineData(IntentKind.Rollback, "dev")]
    public async Task A_missing_env_file_is_made_by_InitEnv_unless_dev_is_deployed(IntentKind kind, string environment)
    {
        fake.Files.Texts.Remove($"/srv/shop/.env.{environment}");

        await AssertProblems(new Intent(kind, EnvironmentName.Parse(environment)), $"Run `./build.sh --target=InitEnv --environment={environment}` and look through the file it makes.",
            $".env.{environment}: there is no such file (expected the env file of {environment})");
    }

    [Fact]
    public async Task A_missing_env_file_without_a_template_has_to_be_written_by_hand()
    {
        fake.Files.Texts["/srv/shop/stack.yaml"] = Stack.Replace("\n    envTemplate: env.template\n    createEnvFile: true", "", StringComparison.Ordinal);
        fake.Files.Texts.Remove("/srv/shop/.env.dev");

        await AssertProblems(DeployDev, "Write /srv/shop/.env.dev.", ".env.dev: there is no such file (expected the env file of dev)");
    }

    [Fact]
    public async Task A_template_that_is_not_there_is_named()
    {
        fake.Files.Texts.Remove("/srv/shop/env.template");

        await AssertProblems(DeployDev, "Correct these places and run the command again.",
            "shop/stack.yaml environments/dev/envTemplate: there is no file env.template (expected a path relative to stack.yaml)");
    }

    [Fact]
    public async Task Missing_keys_and_placeholders_are_all_named_at_once()
    {
        fake.Files.Texts["/srv/shop/.env.dev"] = "HTTP_PORT=8080\nHTTPS_PORT=8443\nDB_PASSWORD=<random:24>\nACCESS_PASSWORD=\nDOMAIN=change-me\n";

        await AssertProblems(DeployDev, "Correct these places; `./build.sh --target=InitEnv --environment=dev` adds missing keys and changes no other.",
            ".env.dev:3 DB_PASSWORD: the value is still a placeholder (expected a real value; env.template explains it)",
            ".env.dev:5 DOMAIN: the value is still a placeholder (expected a real value; env.template explains it)",
            ".env.dev:4 ACCESS_PASSWORD: the value is empty (expected a real value; env.template explains it)",
            ".env.dev DB_USER: the key is missing (expected it as on line 4 of env.template; InitEnv adds it)");
    }

    [Fact]
    public async Task A_key_that_the_definition_needs_and_no_template_has_is_named()
    {
        fake.Files.Texts["/srv/shop/env.template"] = Template.Replace("DB_USER=owner\n", "", StringComparison.Ordinal);
        fake.Files.Texts["/srv/shop/.env.dev"] = Env.Replace("DB_USER=owner\n", "", StringComparison.Ordinal);

        await AssertProblems(DeployDev, "Add the keys, or let `./build.sh --target=InitEnv --environment=dev` add those that the template has.",
            ".env.dev DB_USER: shop/stack.yaml refers to this key, and the file does not have it (expected the key with a value)");
    }

    [Fact]
    public async Task Ports_of_the_edge_have_to_agree_between_the_env_files()
    {
        fake.Files.Texts["/srv/shop/.env.prod"] = Env.Replace("8443", "443", StringComparison.Ordinal);

        await AssertProblems(DeployDev, "Correct these places and run the command again.",
            ".env.dev edge: the edge's ports are 8080 and 8443 here, and 8080 and 443 in .env.prod (expected the same ports in both: there is one edge)");
    }

    [Fact]
    public async Task Without_the_other_env_file_there_is_nothing_to_agree_with()
    {
        fake.Files.Texts.Remove("/srv/shop/.env.prod");

        Assert.Equal(8443, (await ReadAsync(DeployDev)).Desired.HttpsPort);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    public async Task A_port_has_to_be_one(string port)
    {
        fake.Files.Texts.Remove("/srv/shop/.env.prod");
        fake.Files.Texts["/srv/shop/.env.dev"] = Env.Replace("8443", port, StringComparison.Ordinal);

        await AssertProblems(DeployDev, "Correct these places and run the command again.", $".env.dev edge/httpsPort: '{port}' is not a valid port (expected a number from 1 to 65535)");
    }

    [Fact]
    public async Task A_container_name_of_another_project_is_a_problem_that_the_planner_is_told_of()
    {
        fake.Commands.On("--project-name shop-dev", Compose.Replace("shop-dev-api", "shop-prod-api", StringComparison.Ordinal));

        var desired = (await ReadAsync(DeployDev)).Desired;

        Assert.Equal(
            "docker-compose.yml services/api/container_name: shop-prod-api does not begin with the project's name shop-dev (expected shop-dev-api: a name without it may belong to another environment)",
            Assert.Single(desired.NameProblems).ToString());
    }

    [Fact]
    public async Task Each_value_of_the_env_file_has_a_fingerprint_of_its_own()
    {
        var before = (await ReadAsync(DeployDev)).Desired;
        fake.Files.Texts["/srv/shop/.env.dev"] = Env.Replace("DB_USER=owner", "DB_USER=another", StringComparison.Ordinal);

        var after = (await ReadAsync(DeployDev)).Desired;

        Assert.Equal(["DB_USER"], before.EnvKeys.Keys.Where(key => before.EnvKeys[key] != after.EnvKeys[key]));
        Assert.DoesNotContain(before.EnvKeys.Values, value => value.Contains("secret", StringComparison.Ordinal) || value == "owner");
        Assert.Empty(before.FreshSecrets);
    }

    [Fact]
    public async Task The_random_values_of_an_env_file_that_would_be_made_are_known_as_such()
    {
        fake.Files.Texts.Remove("/srv/shop/.env.dev");

        var desired = (await ReadAsync(DeployDev)).Desired;

        Assert.Equal(["ACCESS_PASSWORD", "DB_PASSWORD"], desired.FreshSecrets.Keys);
        Assert.Equal("R" + new string('x', 23), desired.FreshSecrets["DB_PASSWORD"]);
    }

    [Fact]
    public async Task What_is_read_for_a_saved_plan_has_that_plans_time()
    {
        var at = new DateTimeOffset(2026, 11, 19, 8, 0, 0, TimeSpan.Zero);

        var reading = await new EnvironmentReader(new StackSession(fake.Host, new StackLocation("/srv/shop/stack.yaml", "shop/stack.yaml", "/state"))).ReadAsync(DeployDev, CancellationToken.None, at);

        Assert.Equal(at, reading.Desired.Now);
    }

    [Fact]
    public async Task Services_that_the_Compose_files_do_not_have_are_named_with_those_that_they_have()
    {
        fake.Commands.On("--project-name shop-dev", """{"services": {"web": {"image": "web:1"}, "cache": {"image": "redis:7"}}}""");

        await AssertProblems(DeployDev, "Correct these places and run the command again.",
            "shop/stack.yaml environments/dev/routes[0]/service: the Compose files have no service api (expected cache, web)",
            "shop/stack.yaml environments/dev/database/service: the Compose files have no service db (expected cache, web)");
    }

    [Fact]
    public async Task What_Compose_does_not_accept_is_shown_without_secrets_and_with_the_command()
    {
        fake.Commands.On("--project-name shop-dev", error: "one\ntwo\nservices.api.image must be a string, not a-secret-of-the-database\n", exitCode: 15);

        await AssertRefused(DeployDev,
            """
            Compose does not accept the files of shop-dev.
              Why:  one
                    two
                    services.api.image must be a string, not ***
              Do:   correct docker-compose.yml; `EDGE_NETWORK=caddy_net SLIPWAY_RELEASE=slipway-release-id docker compose --project-name shop-dev --file /srv/shop/docker-compose.yml --env-file /srv/shop/.env.dev config --format json` shows it again.
              Now:  nothing was changed.
            """);
    }

    [Fact]
    public async Task Something_that_is_no_model_is_said_to_be_none()
    {
        fake.Commands.On("--project-name shop-dev", "unknown flag");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => ReadAsync(DeployDev));

        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Equal(
            new Failure("`docker compose config` did not print a Compose model.") { Do = "check `docker compose version`: 2.24 or later is needed.", Now = Failure.NothingChanged },
            error.Failure with { Why = "" });
    }

    [Fact]
    public async Task A_site_file_that_is_not_there_is_named()
    {
        fake.Files.Texts.Remove("/srv/shop/shop.caddy");

        await AssertProblems(DeployDev, "Correct these places and run the command again.",
            "shop/stack.yaml environments/dev/sites: there is no file shop.caddy (expected a path relative to stack.yaml)");
    }

    [Fact]
    public async Task A_site_file_with_a_placeholder_that_nothing_fills_is_named()
    {
        fake.Files.Texts["/srv/shop/shop.caddy"] = "{$DOMAIN} {\n\treverse_proxy {$SERVICE_WEB}\n}\n";

        await AssertProblems(DeployDev, "Correct these places and run the command again.",
            "shop.caddy:2 {$SERVICE_WEB}: there is no value for it (expected a key of the env file, PROJECT, ACCESS_FILE, ACCESS_OPEN, or SERVICE_ with the name of a routed service)");
    }

    [Theory]
    [InlineData(IntentKind.Promote)]
    [InlineData(IntentKind.Rollback)]
    [InlineData(IntentKind.Backup)]
    [InlineData(IntentKind.Up)]
    [InlineData(IntentKind.Down)]
    public async Task Only_a_deployment_reads_the_source_of_images(IntentKind kind) => Assert.Empty((await ReadAsync(new Intent(kind, Named.Dev))).Desired.Builds);

    private Task<LoadedEnvironment> ReadAsync(Intent intent) =>
        new EnvironmentReader(new StackSession(fake.Host, new StackLocation("/srv/shop/stack.yaml", "shop/stack.yaml", "/state"))).ReadAsync(intent, CancellationToken.None);

    private Task AssertProblems(Intent intent, string remedy, params string[] problems) =>
        AssertRefused(intent,
            (problems.Length == 1 ? "1 problem was found:" : $"{problems.Length} problems were found:")
            + string.Concat(problems.Select(problem => $"\n    {problem}"))
            + $"\n  Do:   {remedy}\n  Now:  nothing was changed.");

    private async Task AssertRefused(Intent intent, string message)
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => ReadAsync(intent));

        Assert.Equal(message.ReplaceLineEndings("\n"), error.Message);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.DoesNotContain("a-secret", error.ToString(), StringComparison.Ordinal);
    }

    private static ReleaseManifest Manifest(DesiredState desired) => new()
    {
        Id = default,
        Environment = Named.Dev,
        CreatedUtc = desired.Now,
        Source = desired.Source,
        Fingerprint = "f00d",
        EnvFileFingerprint = desired.EnvFileFingerprint,
        Services = ImmutableSortedDictionary<string, ReleaseService>.Empty,
    };
}
