using Slipway.Core.Postgres;

namespace Slipway.Core.Tests.Postgres;

public class PostgresCommandsTests
{
    [Fact]
    public void A_dump_is_in_the_custom_format_over_the_socket_and_asks_for_no_password() =>
        Assert.Equal(
            "docker exec --interactive shop-dev-db pg_dump --format=custom --compress=1 --no-password --username=owner --dbname=shop",
            PostgresCommands.Dump("shop-dev-db", "owner", "shop").ToString());

    [Fact]
    public void The_size_of_a_database_is_asked_over_the_socket_too() =>
        Assert.Equal(
            "docker exec --interactive shop-dev-db psql --no-psqlrc --quiet --tuples-only --no-align --no-password --username=owner --dbname=shop '--command=SELECT pg_database_size(current_database())'",
            PostgresCommands.Size("shop-dev-db", "owner", "shop").ToString());

    [Fact]
    public void A_name_that_looks_like_an_option_or_a_shell_command_stays_one_argument() =>
        Assert.Equal(
            ["exec", "--interactive", "db", "pg_dump", "--format=custom", "--compress=1", "--no-password", "--username=--help", "--dbname=a b; rm -r /"],
            PostgresCommands.Dump("db", "--help", "a b; rm -r /").Arguments.AsEnumerable());
}
