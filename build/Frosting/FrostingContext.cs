using Cake.Core;

namespace Cake.Frosting;

/// <summary>A build's own context is derived from this one.</summary>
public class FrostingContext : CakeContextAdapter, IFrostingContext
{
    /// <summary>Wraps the context of the Cake engine.</summary>
    public FrostingContext(ICakeContext context)
        : base(context)
    {
    }
}
