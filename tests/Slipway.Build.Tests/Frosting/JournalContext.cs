using Cake.Core;
using Cake.Frosting;

namespace Slipway.Build.Tests.Frosting;

public sealed class JournalContext : FrostingContext
{
    public JournalContext(ICakeContext context, Journal journal)
        : base(context)
    {
        Journal = journal;
        journal.Add("context");
    }

    public Journal Journal { get; }
}
