using Cake.Frosting;

namespace Slipway.Build.Tests.Frosting;

/// <summary>A task that writes its name into the journal.</summary>
public abstract class JournalTask(Journal journal) : FrostingTask<JournalContext>
{
    protected Journal Journal { get; } = journal;

    public override void Run(JournalContext context) => Journal.Add(GetType().Name);
}
