using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>An operator who gives the answer that a test wants; nobody, where it wants none.</summary>
internal sealed class FakeAsk : IAsk
{
    public List<string> Asked { get; } = [];

    public bool? Answer { get; set; }

    public bool? Confirm(string question)
    {
        Asked.Add(question);
        return Answer;
    }
}
