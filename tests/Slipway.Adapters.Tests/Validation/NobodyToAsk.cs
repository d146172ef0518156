using Slipway.Engine.Ports;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>Gives no answer.</summary>
internal sealed class NobodyToAsk : IAsk
{
    public bool? Confirm(string question) => null;
}
