namespace Cake.Frosting;

/// <summary>What each task begins and ends with.</summary>
public interface IFrostingTaskLifetime : IFrostingTaskSetup, IFrostingTaskTeardown;
