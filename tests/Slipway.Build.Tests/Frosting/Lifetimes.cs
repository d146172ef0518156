using Cake.Core;
using Cake.Frosting;

namespace Slipway.Build.Tests.Frosting;

internal sealed class JournalLifetime(Journal journal) : FrostingLifetime<JournalContext>
{
    public override void Setup(JournalContext context, ISetupContext info) => journal.Add($"setup for {info.TargetTask.Name}");

    public override void Teardown(JournalContext context, ITeardownContext info) => journal.Add(info.Successful ? "teardown" : $"teardown after {info.ThrownException.Message}");
}

internal sealed class JournalTaskLifetime(Journal journal) : FrostingTaskLifetime<JournalContext>
{
    public override void Setup(JournalContext context, ITaskSetupContext info) => journal.Add($"before {info.Task.Name}");

    public override void Teardown(JournalContext context, ITaskTeardownContext info) => journal.Add($"after {info.Task.Name}");
}

internal sealed class FailingLifetime(Journal journal) : FrostingLifetime<JournalContext>
{
    public override void Setup(JournalContext context, ISetupContext info) => throw new CakeException(2, "the setup failed");

    public override void Teardown(JournalContext context, ITeardownContext info) => journal.Add($"teardown after {info.ThrownException.Message}");
}

internal sealed class SetupOnly(Journal journal) : FrostingSetup
{
    public override void Setup(ICakeContext context, ISetupContext info) => journal.Add("setup");
}

internal sealed class TeardownOnly(Journal journal) : FrostingTeardown
{
    public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add("teardown");
}

internal sealed class TaskSetupOnly(Journal journal) : FrostingTaskSetup
{
    public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add("task setup");
}

internal sealed class TaskTeardownOnly(Journal journal) : FrostingTaskTeardown
{
    public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Add("task teardown");
}
