using Slipway.Adapters.Git;
using Slipway.Core.Commands;
using Slipway.Core.Problems;

namespace Slipway.Adapters.Tests.Git;

public class GitFailureTests
{
    [Fact]
    public void The_command_for_a_work_tree_of_another_user_names_its_root_and_can_be_pasted()
    {
        const string said = "fatal: detected dubious ownership in repository at '/srv/the shop'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory '/srv/the shop'\n";

        var failure = FailureOf(said);

        Assert.Equal("run this as its owner; or, if you trust what is in it: git config --global --add safe.directory '/srv/the shop'", failure.Do);
        Assert.Empty(failure.Evidence);
    }

    [Fact]
    public void What_git_advises_is_not_passed_on()
    {
        var failure = FailureOf("error: cannot lock ref\nhint: See the 'Note about fast-forwards'.\nfatal: it is there, call:\n\tgit push --force\n");

        Assert.Equal("fix what git reports, then run the command again.", failure.Do);
        Assert.Equal(["error: cannot lock ref"], failure.Evidence.AsEnumerable());
    }

    private static Failure FailureOf(string said) =>
        Assert.Throws<SlipwayException>(() => GitFailure.Require(new CommandResult(128, "", said), "/srv/the shop/src/app", "read the source")).Failure;
}
