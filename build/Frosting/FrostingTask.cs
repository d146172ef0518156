using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task that needs no context of its own build.</summary>
public abstract class FrostingTask : FrostingTask<ICakeContext>;
