using System.Collections.Immutable;

namespace Slipway.Core.Validation.Live;

/// <summary>
/// Something shared on purpose that an environment has to reach. One endpoint that answers is enough: an image may expose more than it
/// listens on.
/// </summary>
/// <param name="What">What it is, for messages.</param>
/// <param name="Name">Its name; for the edge, behind its network's.</param>
/// <param name="Endpoints">Where it may answer; empty where it does not run, or is out of reach.</param>
public sealed record NeededService(string What, string Name, ImmutableArray<Endpoint> Endpoints);
