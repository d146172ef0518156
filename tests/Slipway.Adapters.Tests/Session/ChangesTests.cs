using System.Diagnostics;
using Slipway.Adapters.Tests.Validation;
using Slipway.Core.Stack;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Adapters.Tests.Session;

/// <summary>What of a work tree counts as a change of a service, through the real Compose and the real git.</summary>
public sealed class ChangesTests : IDisposable
{
    private readonly Place place = new();

    public ChangesTests()
    {
        place.Write("shop/stack/stack.yaml",
            """
            stack: shop
            edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}
            defaults: {compose: [shop.yml], url: http://shop.test}
            environments:
              prod: {project: shop-prod, envFile: .env.prod}
              dev: {project: shop-dev, envFile: .env.dev}
            """);
        place.Write("shop/stack/edge.yml", "services: {caddy: {image: \"caddy:2\"}}\n");
        place.Write("shop/stack/shop.yml",
            """
            services:
              base:
                build: {context: ../base}
              web:
                build: {context: ../web, dockerfile: ../docker/Web.Dockerfile, additional_contexts: {shared: ../shared, base: "service:base"}}
                volumes:
                  - ../conf/sites:/etc/sites:ro
                  - ../conf/web.conf:/etc/web.conf
                  - ../conf/current:/etc/theme:ro
                  - ../data/uploads:/uploads:ro
                  - ../data/own.db:/own.db
                  - /etc/localtime:/etc/localtime:ro
                configs: [limits, {source: text, target: /text}]
                secrets: [key]
              worker:
                image: busybox:1
                volumes: ["../data/uploads:/uploads"]
            configs:
              limits: {file: "../conf/${STAGE}/limits"}
              text: {content: "stage ${STAGE}"}
            secrets:
              key: {file: "../secrets/${STAGE}.key"}
            """);
        foreach (var stage in new[] { "dev", "prod" })
        {
            place.Write($"shop/stack/.env.{stage}", $"STAGE={stage}\n");
            place.Write($"shop/conf/{stage}/limits", "10");
            place.Write($"shop/secrets/{stage}.key", "one");
        }

        place.Write("shop/.gitignore", "data/\nsecrets/\ndist/\nlogs/\n.env.*\n.slipway/\n");
        foreach (var file in new[] { "conf/sites/a.conf", "conf/web.conf", "conf/theme-1/style", "conf/theme-2/style", "base/Dockerfile", "docker/Web.Dockerfile", "web/main.c", "web/dist/bundle", "web/logs/today", "shared/lib.c", "shared/dist/lib" })
            place.Write($"shop/{file}", file);
        place.Write("shop/web/.dockerignore", "logs\n");
        place.Write("shop/data/uploads/row", "1");
        place.Write("shop/data/own.db", "1");
        Directory.CreateSymbolicLink(place["shop/conf/current"], "theme-1");
        foreach (var path in Directory.EnumerateFiles(place["shop/conf"], "*", SearchOption.AllDirectories)) File.SetUnixFileMode(path, Readable);
        Git("init", "-q");
        Git("add", "-A");
        Git("-c", "user.name=Tester", "-c", "user.email=tester@localhost", "commit", "-q", "-m", "one");
    }

    public void Dispose() => place.Dispose();

    private static UnixFileMode Readable => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static TheoryData<string, string, Action<Place>> Changes => new()
    {
        { "a config file that a service could write to and git tracks", "conf/web.conf", place => place.Write("shop/conf/web.conf", "new") },
        { "a new file in a folder that is mounted", "conf/sites/b.conf", place => place.Write("shop/conf/sites/b.conf", "new") },
        { "a file that is gone from it", "conf/sites/a.conf", place => File.Delete(place["shop/conf/sites/a.conf"]) },
        { "who may read a file", "conf/sites/a.conf", place => File.SetUnixFileMode(place["shop/conf/sites/a.conf"], UnixFileMode.UserRead) },
        { "a Compose config", "conf/dev/limits", place => place.Write("shop/conf/dev/limits", "20") },
        { "a Compose secret that git ignores", "secrets/dev.key", place => place.Write("shop/secrets/dev.key", "two") },
        { "the same of the other environment", "", place => place.Write("shop/secrets/prod.key", "two") },
        { "a link to a folder that is mounted", "conf/current/style", place => { File.Delete(place["shop/conf/current"]); Directory.CreateSymbolicLink(place["shop/conf/current"], "theme-2"); } },
        { "an unused theme", "", place => place.Write("shop/conf/theme-2/style", "new") },
        { "a file that another service writes to", "", place => place.Write("shop/data/uploads/row", "2") },
        { "a file that the service writes to and git does not track", "", place => place.Write("shop/data/own.db", "2") },
        { "a time", "", place => File.SetLastWriteTimeUtc(place["shop/conf/web.conf"], DateTime.UnixEpoch) },
        { "an artifact that git ignores", "source of web", place => place.Write("shop/web/dist/bundle", "2") },
        { "an artifact in an additional context", "source of web", place => place.Write("shop/shared/dist/lib", "2") },
        { "a Dockerfile outside of the context", "source of web", place => place.Write("shop/docker/Web.Dockerfile", "2") },
        { "the ignore file", "source of web", place => place.Write("shop/web/.dockerignore", "") },
        { "what the ignore file names", "", place => place.Write("shop/web/logs/today", "2") },
        { "an image that another one is built on", "source of base, source of web", place => place.Write("shop/base/Dockerfile", "2") },
    };

    [DockerTheory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task A_change_is_what_would_make_another_container(string what, string expected, Action<Place> change)
    {
        var before = Facts(await ReadAsync());

        change(place);

        var after = Facts(await ReadAsync());
        var changed = before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name)).Order(StringComparer.Ordinal);
        Assert.Equal((what, expected), (what, string.Join(", ", changed)));
    }

    [DockerFact]
    public async Task What_is_held_is_of_the_work_tree_and_no_data()
    {
        var held = (await ReadAsync()).Mounted;

        Assert.Equal(["conf/current", "conf/dev/limits", "conf/sites", "conf/web.conf", "secrets/dev.key"], held.Select(source => source.Name));
        Assert.All(held, source => Assert.Equal(FileTreeState.Complete, source.State));
    }

    private static SortedDictionary<string, string> Facts(DesiredState desired) =>
        new(desired.Mounted.SelectMany(source => source.Files)
            .Concat(desired.Builds.Select(build => KeyValuePair.Create($"source of {build.Key}", build.Value)))
            .ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private async Task<DesiredState> ReadAsync()
    {
        var host = LocalHost.Create(new SilentReport(), new NobodyToAsk(), new StopRequest());
        var session = new StackSession(host, new StackLocation(place["shop/stack/stack.yaml"], "stack.yaml", place["shop/.slipway"]));
        return (await new EnvironmentReader(session).ReadAsync(new Intent(IntentKind.Deploy, EnvironmentName.Parse("dev")), CancellationToken.None)).Desired;
    }

    private void Git(params string[] arguments)
    {
        using var process = Process.Start("git", ["-C", place["shop"], .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
