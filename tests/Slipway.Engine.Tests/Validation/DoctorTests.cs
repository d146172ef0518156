using Slipway.Core.Validation.Hosts;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Validation;

public sealed class DoctorTests
{
    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: "${HTTP}", httpsPort: 8443}
        defaults: {compose: [shop.yml], url: "http://shop.test", envTemplate: template.env, routes: [{domain: shop.localhost, service: web, port: 80, health: /}]}
        environments:
          prod: {project: shop-prod, envFile: prod.env}
          dev: {project: shop-dev, envFile: dev.env, createEnvFile: true}
        """;

    private const string NoEngine = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n";

    private readonly FakeHost fake = new();

    public DoctorTests()
    {
        fake.Files.Texts["/srv/shop/stack.yaml"] = Stack;
        fake.Files.Texts["/srv/shop/template.env"] = "HTTP=8080\n";
        fake.Files.Texts["/srv/shop/shop.yml"] = "services: {web: {image: web}}\n";
        fake.Files.Space = new Core.Observed.FileSystemSpace("/", 7_000_000_000);
        fake.Machine.Ports = [22];
        fake.Commands.On("compose", """{"services": {"web": {"image": "web"}}}""");
    }

    [Fact]
    public async Task A_new_host_without_an_engine_and_without_env_files_is_told_all_the_same()
    {
        fake.Commands.On("docker info", """{"engine":"","cpus":0,"memory":0,"root":"","plugins":[{"Name":"compose","Version":"2.40.3"},{"Name":"buildx","Version":"0.29.1"}]}""", NoEngine, 1);
        fake.Commands.On("docker ps", "", NoEngine, 1);
        fake.Commands.On("docker network", "", NoEngine, 1);

        Assert.Equal(
            """
            env file of prod warn: there is no prod.env yet; its template stands for it here
            env file of dev pass: a deployment makes dev.env; until then its template stands for it here
            engine fail: it does not answer (Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?)
            Compose pass: version 2.40.3
            Buildx pass: version 0.29.1
            disk of images and volumes unknown: its room could not be found out
            disk / pass: 7.0 GB free for the state
            memory unknown: the engine does not say
            CPUs unknown: the engine does not say
            port 8080 pass: free, for the edge's HTTP
            port 8443 pass: free, for the edge's HTTPS
            certificate of shop.localhost unknown: the edge serves none for it yet
            certificate of shop.localhost unknown: the edge serves none for it yet
            clock pass: a time service keeps it synchronized
            engine's host pass: this one
            """.ReplaceLineEndings("\n"),
            await ToldAsync());
    }

    [Fact]
    public async Task Of_files_that_are_wrong_it_says_so_and_looks_at_the_rest()
    {
        fake.Files.Texts["/srv/shop/prod.env"] = "HTTP=8080\n";
        fake.Files.Texts["/srv/shop/dev.env"] = "NOTHING=1\n";
        fake.Commands.On("docker info", """{"engine":"28.5.2","cpus":4,"memory":8000000000,"root":"/var/lib/docker","plugins":[]}""");
        fake.Commands.On("docker ps");
        fake.Commands.On("docker network");

        Assert.Equal(
            """
            environments fail: what they need of the host is not known: 1 problem was found: dev.env HTTP: stack.yaml refers to this key, and the file does not have it (expected the key with a value)
            engine pass: version 28.5.2
            Compose fail: the Docker client has no such plugin
            Buildx fail: the Docker client has no such plugin
            disk of images and volumes unknown: its room could not be found out
            disk / pass: 7.0 GB free for the state
            memory pass: 8.0 GB
            free memory pass: 6.0 GB available now
            CPUs pass: 4
            port 8443 pass: free, for the edge's HTTPS
            clock pass: a time service keeps it synchronized
            engine's host pass: this one
            """.ReplaceLineEndings("\n"),
            await ToldAsync());
    }

    private async Task<string> ToldAsync()
    {
        var outcome = await new UseCases(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state")).Doctor.RunAsync(CancellationToken.None);
        return string.Join('\n', outcome.Checks.Select(check => $"{check.Name} {HostCheck.Word(check.Status)}: {check.Detail}"));
    }
}
