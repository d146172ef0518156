using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cake.Frosting;

namespace Slipway.Build.Tests.Frosting;

/// <summary>Holds our host exchangeable with the package Cake.Frosting as far as that can be seen without the package.</summary>
public sealed class PackageTests
{
    // The package has more; what it does not have must not be here, since a task could use it.
    private static readonly string[] PublicTypes =
    [
        "AsyncFrostingTask", "AsyncFrostingTask`1", "CakeHost", "CakeHostExtensions", "ContinueOnErrorAttribute", "FrostingContext", "FrostingException",
        "FrostingLifetime", "FrostingLifetime`1", "FrostingSetup", "FrostingSetup`1", "FrostingTask", "FrostingTask`1", "FrostingTaskLifetime", "FrostingTaskLifetime`1",
        "FrostingTaskSetup", "FrostingTaskSetup`1", "FrostingTaskTeardown", "FrostingTaskTeardown`1", "FrostingTeardown", "FrostingTeardown`1",
        "IFrostingContext", "IFrostingLifetime", "IFrostingSetup", "IFrostingStartup", "IFrostingTask", "IFrostingTaskLifetime", "IFrostingTaskSetup",
        "IFrostingTaskTeardown", "IFrostingTeardown", "IsDependeeOfAttribute", "IsDependentOnAttribute", "TaskDescriptionAttribute", "TaskNameAttribute",
    ];

    private static readonly Type[] HostTypes = [.. typeof(CakeHost).Assembly.GetTypes().Where(type => type.Namespace == "Cake.Frosting" && !type.IsNested)];

    [Fact]
    public void The_host_has_no_public_type_that_the_package_lacks()
    {
        Assert.Equal(PublicTypes.Order(StringComparer.Ordinal), HostTypes.Where(type => type.IsPublic).Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_outside_the_host_uses_what_is_internal_to_it()
    {
        // In package mode the host's assembly is another one: what is not public is not there.
        var names = HostTypes.Where(type => !type.IsPublic && type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null).Select(type => type.Name).ToArray();
        var pattern = new Regex($@"\b({string.Join('|', names.Select(Regex.Escape))})\b");

        var users = Directory.EnumerateFiles(Repository.PathOf("build"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(file, @"[/\\](Frosting|bin|obj)[/\\]"))
            .Where(file => pattern.IsMatch(File.ReadAllText(file)));

        Assert.NotEmpty(names);
        Assert.Empty(users);
    }

    [Fact]
    public void The_switch_takes_the_package_in_place_of_our_host_and_engine()
    {
        var ours = Evaluate("false");
        var package = Evaluate("true");

        Assert.Contains(ours["Compile"], item => item.StartsWith("Frosting", StringComparison.Ordinal));
        Assert.Contains("Cake.Core", ours["Reference"]);
        Assert.Contains("Cake.Tool", ours["PackageDownload"]);
        Assert.DoesNotContain("Cake.Frosting", ours["PackageReference"]);
        Assert.DoesNotContain("Cake.Frosting", ours["PackageVersion"]);

        Assert.DoesNotContain(package["Compile"], item => item.StartsWith("Frosting", StringComparison.Ordinal));
        Assert.Contains("Program.cs", package["Compile"]);
        Assert.DoesNotContain("Cake.Core", package["Reference"]);
        Assert.DoesNotContain("Cake.Tool", package["PackageDownload"]);
        Assert.Contains("Cake.Frosting", package["PackageReference"]);
        Assert.Contains("Cake.Frosting", package["PackageVersion"]);
    }

    private static Dictionary<string, string[]> Evaluate(string usePackage)
    {
        var result = DotNet.Run(
            "msbuild", Repository.PathOf("build", "Build.csproj"), "-nologo", $"-p:UseCakeFrostingPackage={usePackage}",
            "-getItem:Compile", "-getItem:Reference", "-getItem:PackageReference", "-getItem:PackageDownload", "-getItem:PackageVersion");
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.GetProperty("Items").EnumerateObject().ToDictionary(
            kind => kind.Name,
            kind => kind.Value.EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!).ToArray());
    }
}
