using Cake.Core.IO;
using Cake.Frosting;

namespace Slipway.Build.Tests.Frosting;

public sealed class HostTests
{
    [Fact]
    public void Setup_task_setup_run_task_teardown_and_teardown_follow_each_other()
    {
        var run = HostRun.Of([typeof(Second), typeof(First)], configure: host => host.UseLifetime<JournalLifetime>().UseTaskLifetime<JournalTaskLifetime>());

        Assert.Equal(["setup for Second", "before First", "First", "after First", "before Second", "Second", "after Second", "teardown"], run.Calls);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void Setup_and_teardown_can_be_classes_of_their_own()
    {
        var run = HostRun.Of([typeof(First)], configure: host => host
            .UseSetup<SetupOnly>().UseTeardown<TeardownOnly>().UseTaskSetup<TaskSetupOnly>().UseTaskTeardown<TaskTeardownOnly>());

        Assert.Equal(["setup", "task setup", "First", "task teardown", "teardown"], run.Calls);
    }

    [Fact]
    public void An_error_is_handled_before_finally_the_task_teardown_and_the_teardown()
    {
        var run = HostRun.Of([typeof(Handling)], configure: host => host.UseLifetime<JournalLifetime>().UseTaskLifetime<JournalTaskLifetime>());

        Assert.Equal(["setup for Handling", "before Handling", "Handling", "error refused {here}", "finally", "after Handling", "teardown after refused {here}\n  Do:   wait"], run.Calls);
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public void A_failed_task_stops_the_run_with_its_exit_code_and_its_message_alone()
    {
        var run = HostRun.Of([typeof(AfterRefusing), typeof(Refusing)]);

        Assert.Equal(["Refusing"], run.Calls);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("refused {here}\n  Do:   wait" + Environment.NewLine, run.Errors);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void A_failed_setup_runs_no_task_but_the_teardown()
    {
        var run = HostRun.Of([typeof(First)], configure: host => host.UseLifetime<FailingLifetime>());

        Assert.Equal(["teardown after the setup failed"], run.Calls);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("the setup failed" + Environment.NewLine, run.Errors);
    }

    [Fact]
    public void An_error_handler_that_returns_swallows_the_error()
    {
        var run = HostRun.Of([typeof(Swallowing)]);

        Assert.Equal(["Swallowing", "swallowed"], run.Calls);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_run_goes_on_after_a_task_that_may_fail()
    {
        var run = HostRun.Of([typeof(AfterUnimportant), typeof(Unimportant)]);

        Assert.Equal(["Unimportant", "AfterUnimportant"], run.Calls);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_bug_is_shown_with_its_type_message_and_stack_and_ends_with_1()
    {
        var run = HostRun.Of([typeof(Broken)]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("System.InvalidOperationException: a mistake of ours", run.Errors, StringComparison.Ordinal);
        Assert.Contains("at Slipway.Build.Tests.Frosting.Broken.Run(", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split("a mistake of ours")[1..]);
    }

    [Fact]
    public void Dependencies_run_depth_first_in_their_order_and_once()
    {
        var run = HostRun.Of([typeof(Third), typeof(Slow), typeof(Second), typeof(First)]);

        Assert.Equal(["First", "Second", "slow, after the await", "Third"], run.Calls);
    }

    [Fact]
    public void A_task_can_put_itself_before_another()
    {
        var run = HostRun.Of([typeof(First), typeof(BeforeFirst)]);

        Assert.Equal(["BeforeFirst", "First"], run.Calls);
    }

    [Fact]
    public void Exclusive_runs_a_target_without_its_dependencies()
    {
        var run = HostRun.Of([typeof(Second), typeof(First)], ["--target=Second", "--exclusive"]);

        Assert.Equal(["Second"], run.Calls);
    }

    [Fact]
    public void A_target_is_found_in_any_case()
    {
        var run = HostRun.Of([typeof(First)], ["-t", "fIRST"]);

        Assert.Equal(["First"], run.Calls);
    }

    [Fact]
    public void Without_a_target_the_one_named_Default_runs_and_a_task_without_a_body_groups()
    {
        var run = HostRun.Of([typeof(Grouping), typeof(First)], []);

        Assert.Equal(["First"], run.Calls);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void A_skipped_dependency_is_reported_with_its_reason()
    {
        var run = HostRun.Of([typeof(AfterSkipped), typeof(Skipped)]);

        Assert.Equal(["AfterSkipped"], run.Calls);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("skipped: there is nothing [to] {do}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skipped_target_is_an_error_with_its_reason()
    {
        var run = HostRun.Of([typeof(Skipped)]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is nothing [to] {do}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_asynchronous_task_is_awaited()
    {
        var run = HostRun.Of([typeof(AfterSlow), typeof(Slow)]);

        Assert.Equal(["slow, after the await", "AfterSlow"], run.Calls);
    }

    [Fact]
    public void An_asynchronous_task_fails_with_its_exit_code()
    {
        var run = HostRun.Of([typeof(SlowlyFailing)]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("late refusal" + Environment.NewLine, run.Errors);
    }

    [Theory]
    [InlineData("key=value", "flag=True", "--KEY=value", "--flag")]
    [InlineData("key=value", "flag=True", "--key", "value", "--flag=false")]
    [InlineData("key=a b=c", "flag=False", "--key=a b=c")]
    public void Other_options_are_arguments_of_the_tasks(string key, string flag, params string[] arguments)
    {
        var run = HostRun.Of([typeof(Listening)], ["--target=Listening", .. arguments]);

        Assert.Equal([key, flag], run.Calls.Take(2));
    }

    [Fact]
    public void The_host_gives_the_working_directory_the_settings_and_one_context()
    {
        var before = Directory.GetCurrentDirectory();
        var folder = Directory.CreateTempSubdirectory("slipway-host-");
        try
        {
            var run = HostRun.Of([typeof(Listening)], configure: host => host.UseWorkingDirectory(new DirectoryPath(folder.FullName)).UseCakeSetting("Our_Setting", "ours"));

            Assert.Equal([$"folder={folder.Name}", "setting=ours", "same context=True"], run.Calls.Skip(2));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            folder.Delete();
        }
    }

    [Fact]
    public void A_working_directory_that_is_not_there_is_wrong_usage()
    {
        var run = HostRun.Of([typeof(First)], ["--target=First", "--working=/no/such/folder"]);

        Assert.Empty(run.Calls);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'/no/such/folder' does not exist", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_lists_the_tasks_and_runs_setup_and_teardown_alone()
    {
        var run = HostRun.Of([typeof(Second), typeof(First)], ["--target=Second", "--dryrun"], host => host.UseLifetime<JournalLifetime>());

        Assert.Equal(["setup for Second", "teardown"], run.Calls);
        Assert.Contains("1. First", run.Output, StringComparison.Ordinal);
        Assert.Contains("2. Second", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_of_another_context_is_left_out_with_a_warning()
    {
        var run = HostRun.Of([typeof(First), typeof(NeedsOtherContext)]);

        Assert.Equal(["First"], run.Calls);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("OtherContext", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependency_that_is_no_task_is_refused()
    {
        var run = HostRun.Of([typeof(WronglyDependent)]);

        Assert.Empty(run.Calls);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The dependency 'String' is not a valid task.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Public_tasks_of_an_added_assembly_are_found_and_others_are_not()
    {
        var found = HostRun.Of([], ["--target=FoundByAssembly"], host => host.AddAssembly(typeof(HostTests).Assembly));
        var hidden = HostRun.Of([], ["--target=First"], host => host.AddAssembly(typeof(HostTests).Assembly));

        Assert.Equal(["FoundByAssembly"], found.Calls);
        Assert.Equal(1, hidden.ExitCode);
        Assert.Contains("The target 'First' was not found.", hidden.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_printed_only_where_more_than_one_task_ran()
    {
        Assert.Equal("", HostRun.Of([typeof(First)]).Output);
        Assert.Matches(@"First +\d+\.\d s  executed\s+Second +\d+\.\d s  executed", HostRun.Of([typeof(Second), typeof(First)]).Output);
    }
}
