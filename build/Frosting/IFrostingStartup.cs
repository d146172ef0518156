using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Registers what the build's tasks are constructed with.</summary>
public interface IFrostingStartup
{
    /// <summary>Adds to the services of the host.</summary>
    void Configure(IServiceCollection services);
}
