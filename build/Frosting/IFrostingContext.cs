using Cake.Core;

namespace Cake.Frosting;

/// <summary>What the tasks of a build are given.</summary>
public interface IFrostingContext : ICakeContext;
