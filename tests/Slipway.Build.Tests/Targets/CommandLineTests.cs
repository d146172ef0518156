using Targets;

namespace Slipway.Build.Tests.Targets;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("DeployDev", "--target=DeployDev")]
    [InlineData("DeployDev, Status", "--target=DeployDev", "-t", "Status")]
    [InlineData("DeployDev, Status", "--target:DeployDev", "--target", "Status")]
    [InlineData("", "--environment=dev")]
    [InlineData("", "--", "--target=DeployDev")]
    public void Targets_are_read_as_Cake_reads_them(string expected, params string[] words) => Assert.Equal(expected, string.Join(", ", CommandLine.Read(words).Targets));

    [Theory]
    [InlineData(true, "--dryrun")]
    [InlineData(true, "--noop")]
    [InlineData(true, "--whatif")]
    [InlineData(true, "--DryRun")]
    [InlineData(true, "--dryrun=true")]
    [InlineData(true, "--WhatIf:True")]
    [InlineData(true, "--dryrun=")]
    [InlineData(false, "--dryrun=false")]
    [InlineData(false, "--tree")]
    [InlineData(false, "--", "--dryrun")]
    public void A_dry_run_is_never_taken_for_a_run(bool expected, params string[] words) => Assert.Equal(expected, CommandLine.Read(["--target=DeployDev", .. words]).IsDryRun);

    [Theory]
    [InlineData("--exclusive")]
    [InlineData("-e")]
    [InlineData("--Exclusive=true")]
    public void Exclusive_is_found_in_each_way_to_write_it(string word)
    {
        var line = CommandLine.Read([word, "--target=Help"]);

        Assert.True(line.IsExclusive);
        Assert.Equal(["--exclusive", "--target=Help"], line.Arguments.AsEnumerable());
    }

    [Fact]
    public void What_is_neither_a_target_nor_a_flag_is_kept_in_its_order()
    {
        var line = CommandLine.Read(["--environment", "prod", "--showtree", "--target=Logs", "--tail=3", "--", "--noop"]);

        Assert.True(line.IsTree);
        Assert.Equal(["--environment", "prod", "--tail=3", "--", "--noop"], line.Options.AsEnumerable());
        Assert.Equal(["--environment", "prod", "--tree", "--target=Logs", "--tail=3", "--", "--noop"], line.Arguments.AsEnumerable());
    }
}
