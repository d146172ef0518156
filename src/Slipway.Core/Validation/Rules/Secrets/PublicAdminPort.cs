using System.Collections.Immutable;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>Databases and the back doors of servers are published on the host itself at most.</summary>
public sealed class PublicAdminPort : Rule
{
    // By the port in the container, which programs have by default; the host's may be any.
    private static readonly ImmutableSortedDictionary<int, string> Servers = new Dictionary<int, string>
    {
        [1433] = "SQL Server",
        [1521] = "Oracle Database",
        [2019] = "Caddy's administration",
        [2181] = "ZooKeeper",
        [2375] = "the Docker engine",
        [2376] = "the Docker engine",
        [2379] = "etcd",
        [2380] = "etcd",
        [3306] = "MySQL",
        [4369] = "Erlang's port mapper",
        [5432] = "PostgreSQL",
        [5601] = "Kibana",
        [5672] = "RabbitMQ",
        [5984] = "CouchDB",
        [6379] = "Redis",
        [6380] = "Redis",
        [6432] = "PgBouncer",
        [7474] = "Neo4j",
        [7687] = "Neo4j",
        [8086] = "InfluxDB",
        [8123] = "ClickHouse",
        [8500] = "Consul",
        [9042] = "Cassandra",
        [9090] = "Prometheus",
        [9092] = "Kafka",
        [9200] = "Elasticsearch",
        [9300] = "Elasticsearch",
        [11211] = "Memcached",
        [15672] = "RabbitMQ's administration",
        [26257] = "CockroachDB",
        [27017] = "MongoDB",
        [27018] = "MongoDB",
        [27019] = "MongoDB",
        [33060] = "MySQL",
    }.ToImmutableSortedDictionary();

    /// <inheritdoc />
    public override string Id => "secrets/public-admin-port";

    /// <inheritdoc />
    public override string Reason =>
        "Docker opens a published port past the host's firewall, so that a database or a console on all interfaces is on the internet "
        + "with nothing but its password before it.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from project in facts.Projects
        from service in project.Services
        from port in service.Ports
        where port.IsOnAllAddresses && Servers.ContainsKey(port.Target)
        group (project, service, port) by (
            Place: project.Sources.AtTarget(service.Name, "ports", $"{port.Target}", project.Env.File.Values).Place,
            service.Name,
            port.Target
        ) into same
        select Found(
            same.Key.Place,
            $"{same.Key.Name} publishes {same.Key.Target}, the port of {Servers[same.Key.Target]}, on all addresses of the host",
            "publish it on the host itself alone, or not at all, since services of the project reach each other without:\nports:\n"
                + string.Join('\n', same.Select(found => Local(found.port)).Distinct()),
            facts.EnvironmentsOf(same.Select(found => found.project))
        );

    private static string Local(ComposePort port) =>
        $"  - \"127.0.0.1:{port.Published}:{port.Target}{(port.Protocol == "tcp" ? "" : "/" + port.Protocol)}\"";
}
