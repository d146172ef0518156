using Slipway.Core.Postgres;

namespace Slipway.Core.Tests.Postgres;

public class PostgresCommandsTests
{
    private const string Client =
        "p=${PGDATA:-/var/lib/postgresql/data}/postmaster.pid; "
        + "if [ -r \"$p\" ]; then d=$(sed -n 5p \"$p\"); export PGPORT=\"${PGPORT:-$(sed -n 4p \"$p\")}\" PGHOST=\"${PGHOST:-${d:-localhost}}\"; fi; "
        + "if [ \"$0\" = \"${POSTGRES_USER:-postgres}\" ]; then "
        + "export PGPASSWORD=\"${PGPASSWORD:-${POSTGRES_PASSWORD:-${POSTGRES_PASSWORD_FILE:+$(cat \"$POSTGRES_PASSWORD_FILE\")}}}\"; fi; exec \"$@\"";

    [Fact]
    public void A_dump_is_in_the_custom_format_and_finds_socket_port_and_password_in_the_container() =>
        Assert.Equal(
            $"docker exec --interactive shop-dev-db sh -c '{Client}' owner pg_dump --format=custom --compress=1 --no-password --username=owner --dbname=shop",
            PostgresCommands.Dump("shop-dev-db", "owner", "shop").ToString());

    [Fact]
    public void The_size_of_a_database_is_asked_in_the_same_way() =>
        Assert.Equal(
            $"docker exec --interactive shop-dev-db sh -c '{Client}' owner psql --no-psqlrc --quiet --tuples-only --no-align '--command=SELECT pg_database_size(current_database())' --no-password --username=owner --dbname=shop",
            PostgresCommands.Size("shop-dev-db", "owner", "shop").ToString());

    [Fact]
    public void A_name_that_looks_like_an_option_or_a_shell_command_stays_one_argument() =>
        Assert.Equal(
            ["exec", "--interactive", "db", "sh", "-c", Client, "--help", "pg_dump", "--format=custom", "--compress=1", "--no-password", "--username=--help", "--dbname=a b; rm -r /"],
            PostgresCommands.Dump("db", "--help", "a b; rm -r /").Arguments.AsEnumerable());
}
