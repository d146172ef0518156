using Slipway.Core.Observed;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>A stack of two environments that break no rule, with an api that is built and a database, on a host in memory.</summary>
internal sealed class FakeShop
{
    /// <summary>Development's secret.</summary>
    public const string Secret = "a-secret-of-the-database";

    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}
        defaults:
          compose: [shop.yml]
          url: http://shop.test
          database: {service: db, name: shop, user: owner}
          migrations: {service: api, command: [migrate], applied: {table: schema_migrations, column: version}}
        environments:
          prod: {project: shop-prod, envFile: .env.prod}
          dev: {project: shop-dev, envFile: .env.dev, envTemplate: env.template, createEnvFile: true}
        """;

    private const string Limits = "\"deploy\": {\"resources\": {\"limits\": {\"cpus\": 0.1, \"memory\": \"1000000\"} } }";

    public FakeShop()
    {
        Files["/srv/shop/stack.yaml"] = Stack;
        Files["/srv/shop/env.template"] = "DB_PASSWORD=<random:24>\nLOG_LEVEL=info\n";
        Files["/srv/shop/shop.yml"] = "services:\n  api: {build: ./api}\n  db: {image: postgres:15}\n";
        Files["/srv/shop/level.conf"] = "info";
        Files["/srv/shop/.env.dev"] = $"DB_PASSWORD={Secret}\nLOG_LEVEL=info\n";
        Files["/srv/shop/.env.prod"] = "DB_PASSWORD=production-has-its-own\nLOG_LEVEL=info\n";
        Fake.Commands.On("--project-name shop-edge", "{}");
        foreach (var environment in new[] { "dev", "prod" }) AnswerCompose(environment, $"shop-{environment}_db-data");
        foreach (var question in new[] { "docker ps", "docker network ls", "docker network inspect", "docker volume ls", "docker image inspect" }) Fake.Commands.On(question);
        Fake.Commands.On("docker info", """{"engine": "28.5.2", "cpus": 4, "memory": 8000000000, "root": "/docker", "plugins": [{"Name": "compose", "Version": "2.40.3"}, {"Name": "buildx", "Version": "0.29.1"}]}""");
        Fake.Files.Space = new FileSystemSpace("/", 100_000_000_000);
        Fake.Commands.On("pg_database_size", error: "no such container", exitCode: 1);
    }

    /// <summary>The host.</summary>
    public FakeHost Fake { get; } = new();

    private SortedDictionary<string, string> Files => Fake.Files.Texts;

    /// <summary>Has Compose render an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="volume">The real name of the database's volume.</param>
    /// <param name="restart">When Docker starts its containers again.</param>
    public void AnswerCompose(string environment, string volume, string restart = "unless-stopped") => Fake.Commands.On($"--project-name shop-{environment} --file /srv/shop/shop.yml",
        $$"""
        {
          "name": "shop-{{environment}}",
          "services": {
            "api": {"build": {"context": "/srv/shop/api"}, "environment": {"DB_PASSWORD": "{{Secret}}"}, {{Limits}}, "restart": "{{restart}}", "configs": [{"source": "level", "target": "/level"}] },
            "db": {"image": "postgres:15", {{Limits}}, "restart": "{{restart}}", "volumes": [{"type": "volume", "source": "db-data", "target": "/data"}]}
          },
          "volumes": {"db-data": {"name": "{{volume}}"} },
          "configs": {"level": {"file": "/srv/shop/level.conf"} }
        }
        """);
}
