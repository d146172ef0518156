namespace Cake.Frosting;

/// <summary>What a run begins and ends with.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown;
