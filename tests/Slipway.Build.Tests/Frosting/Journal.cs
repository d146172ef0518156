namespace Slipway.Build.Tests.Frosting;

/// <summary>What was called, in order. Handed to contexts, lifetimes and tasks by their constructors.</summary>
public sealed class Journal
{
    private readonly List<string> calls = [];

    public IReadOnlyList<string> Calls => calls;

    public void Add(string call) => calls.Add(call);
}
