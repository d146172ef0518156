using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;

namespace Cake.Frosting;

/// <summary>The engine's settings: the build's defaults, then cake.config and CAKE_ variables, then the command line.</summary>
internal sealed class FrostingConfiguration : ICakeConfiguration
{
    private readonly ICakeConfiguration inner;

    public FrostingConfiguration(
        IEnumerable<CakeSetting> settings, IFileSystem fileSystem, ICakeEnvironment environment, ICakeArguments arguments)
    {
        // The last value of a key counts.
        var defaults = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings) defaults[setting.Key] = setting.Value;
        var given = arguments.GetArguments().ToDictionary(argument => argument.Key, argument => argument.Value.FirstOrDefault() ?? "");
        inner = new CakeConfigurationProvider(fileSystem, environment).CreateConfiguration(environment.WorkingDirectory, defaults, given);
    }

    public string GetValue(string key) => inner.GetValue(key);
}
