using System.Runtime.ExceptionServices;
using Cake.Common;
using Cake.Core;
using Cake.Frosting;

namespace Slipway.Build.Tests.Frosting;

internal sealed class First(Journal journal) : JournalTask(journal);

[IsDependentOn(typeof(First))]
internal sealed class Second(Journal journal) : JournalTask(journal);

[IsDependentOn(typeof(Second))]
[IsDependentOn(typeof(Slow))]
[IsDependentOn(typeof(First))]
internal sealed class Third(Journal journal) : JournalTask(journal);

[TaskName("Default")]
[IsDependentOn(typeof(First))]
internal sealed class Grouping : FrostingTask;

[IsDependeeOf(typeof(First))]
internal sealed class BeforeFirst(Journal journal) : JournalTask(journal);

[IsDependentOn(typeof(Skipped))]
internal sealed class AfterSkipped(Journal journal) : JournalTask(journal);

internal sealed class Skipped(Journal journal) : JournalTask(journal)
{
    public override string SkippedMessage => "there is nothing [to] {do}";

    public override bool ShouldRun(JournalContext context) => false;
}

internal class Refusing(Journal journal) : JournalTask(journal)
{
    public override void Run(JournalContext context)
    {
        base.Run(context);
        throw new CakeException(3, "refused {here}\n  Do:   wait");
    }
}

internal sealed class Handling(Journal journal) : Refusing(journal)
{
    public override void OnError(Exception exception, JournalContext context)
    {
        Journal.Add($"error {exception.Message.Split('\n')[0]}");
        ExceptionDispatchInfo.Throw(exception);
    }

    public override void Finally(JournalContext context) => Journal.Add("finally");
}

internal sealed class Swallowing(Journal journal) : Refusing(journal)
{
    public override void OnError(Exception exception, JournalContext context) => Journal.Add("swallowed");
}

[IsDependentOn(typeof(Refusing))]
internal sealed class AfterRefusing(Journal journal) : JournalTask(journal);

[ContinueOnError]
internal sealed class Unimportant(Journal journal) : Refusing(journal);

[IsDependentOn(typeof(Unimportant))]
internal sealed class AfterUnimportant(Journal journal) : JournalTask(journal);

internal sealed class Slow(Journal journal) : AsyncFrostingTask<JournalContext>
{
    public override async Task RunAsync(JournalContext context)
    {
        // Long enough for a task that did not wait to come first.
        await Task.Delay(TimeSpan.FromMilliseconds(50));
        journal.Add("slow, after the await");
    }
}

[IsDependentOn(typeof(Slow))]
internal sealed class AfterSlow(Journal journal) : JournalTask(journal);

internal sealed class SlowlyFailing : AsyncFrostingTask<JournalContext>
{
    public override async Task RunAsync(JournalContext context)
    {
        await Task.Yield();
        throw new CakeException(3, "late refusal");
    }
}

internal sealed class Broken : FrostingTask
{
    public override void Run(ICakeContext context) => throw new InvalidOperationException("a mistake of ours");
}

internal sealed class Listening(Journal journal) : FrostingTask<JournalContext>
{
    public override void Run(JournalContext context)
    {
        journal.Add($"key={context.Argument<string>("key", "none")}");
        journal.Add($"flag={context.HasArgument("flag")}");
        journal.Add($"folder={context.Environment.WorkingDirectory.GetDirectoryName()}");
        journal.Add($"setting={context.Configuration.GetValue("Our_Setting")}");
        journal.Add($"same context={ReferenceEquals(context.Journal, journal)}");
    }
}

internal sealed class Seeking(Journal journal) : FrostingTask<JournalContext>
{
    public override void Run(JournalContext context)
    {
        foreach (var tool in new[] { "first", "second" })
        {
            if (context.Tools.Resolve(tool) is { } found) journal.Add($"{tool}={found.GetDirectory().GetDirectoryName()}/{found.GetFilename()}");
        }

        journal.Add($"paths={context.Configuration.GetToolPath(".", context.Environment).GetDirectoryName()}");
    }
}

internal sealed class OtherContext(ICakeContext context) : FrostingContext(context);

internal sealed class NeedsOtherContext : FrostingTask<OtherContext>
{
    public override void Run(OtherContext context) => throw new InvalidOperationException("never called");
}

[IsDependentOn(typeof(string))]
internal sealed class WronglyDependent(Journal journal) : JournalTask(journal);

public sealed class FoundByAssembly(Journal journal) : JournalTask(journal);
