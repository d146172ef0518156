using Slipway.Core.Commands;

namespace Slipway.Core.Tests.Commands;

public class CommandTests
{
    [Fact]
    public void A_command_prints_as_a_line_that_can_be_pasted()
    {
        var command = Command.Of("docker", "exec", "my db", "psql").With("B", "x y").With("A", "1");

        Assert.Equal("A=1 B='x y' docker exec 'my db' psql", command.ToString());
    }

    [Fact]
    public void Commands_of_equal_parts_are_equal()
    {
        var one = Command.Of("git", "log", "-1").With("LC_ALL", "C");
        var other = Command.Of("git", "log", "-1").With("LC_ALL", "C");

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    public static TheoryData<Command> Others => new(
        Command.Of("git", "log", "-2").With("LC_ALL", "C"),
        Command.Of("git", "log").With("LC_ALL", "C"),
        Command.Of("hg", "log", "-1").With("LC_ALL", "C"),
        Command.Of("git", "log", "-1").With("LC_ALL", "POSIX"),
        Command.Of("git", "log", "-1"));

    [Theory]
    [MemberData(nameof(Others))]
    public void A_command_that_differs_in_one_part_is_another_one(Command other) =>
        Assert.NotEqual(Command.Of("git", "log", "-1").With("LC_ALL", "C"), other);

    [Fact]
    public void With_leaves_the_original_as_it_was()
    {
        var original = Command.Of("env");

        _ = original.With("A", "1");

        Assert.Empty(original.Variables);
    }
}
