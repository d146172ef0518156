namespace Slipway.Core.Observed;

/// <summary>An image on the host.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Bytes">Its size, with the layers that it shares with others.</param>
public sealed record ObservedImage(string Id, long Bytes);
