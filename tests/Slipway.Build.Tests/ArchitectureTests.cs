using System.Reflection;
using System.Xml.Linq;

namespace Slipway.Build.Tests;

/// <summary>References point one way: build, Adapters, Engine, Core; and the inner rings do not touch the world.</summary>
public sealed class ArchitectureTests
{
    // From the inside to the outside: a ring may use those before it.
    private static readonly string[] Rings = ["Slipway.Core", "Slipway.Engine", "Slipway.Adapters", "Build"];

    // What reaches out of the process. Core and Engine declare what they need; Adapters have it.
    private static readonly string[] World = ["System.Diagnostics.Process", "System.Net.", "System.IO.FileSystem.", "Npgsql", "Cake.", "Spectre."];

    // Addresses and subnets as values: nothing in it opens a connection.
    private const string AddressValues = "System.Net.Primitives";

    public static TheoryData<string> Assemblies => [.. Rings];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_refers_only_to_the_rings_inside_it(string ring)
    {
        Assert.Empty(Violations(ring, ReferencesOf(ring)));
    }

    [Fact]
    public void The_assemblies_are_the_ones_that_are_meant()
    {
        // A rule over the wrong assembly is always green.
        Assert.Equal(["Slipway.Core"], ReferencesOf("Slipway.Engine").Where(Rings.Contains));
        Assert.Contains("Slipway.Engine", ReferencesOf("Slipway.Adapters"));
        Assert.Contains("Slipway.Adapters", ReferencesOf("Build"));
        Assert.Contains("Cake.Core", ReferencesOf("Build"));
    }

    [Theory]
    [InlineData("src/Slipway.Core/Slipway.Core.csproj", "")]
    [InlineData("src/Slipway.Engine/Slipway.Engine.csproj", "Slipway.Core")]
    [InlineData("src/Slipway.Adapters/Slipway.Adapters.csproj", "Slipway.Engine")]
    [InlineData("build/Build.csproj", "Slipway.Adapters")]
    public void A_project_refers_to_the_next_ring_alone(string project, string expected)
    {
        // The compiler leaves an unused reference out of the assembly: the project files are looked at too.
        var references = XDocument.Load(Repository.PathOf(project.Split('/'))).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Equal(expected, string.Join(',', references));
    }

    [Theory]
    [InlineData("Slipway.Core", "Slipway.Engine")]
    [InlineData("Slipway.Core", "System.Diagnostics.Process")]
    [InlineData("Slipway.Core", "System.Net.Http")]
    [InlineData("Slipway.Engine", "Slipway.Adapters")]
    [InlineData("Slipway.Engine", "System.Net.Sockets")]
    [InlineData("Slipway.Adapters", "Build")]
    public void The_rule_finds_a_reference_the_wrong_way(string ring, string reference)
    {
        Assert.Single(Violations(ring, ["System.Runtime", reference]));
    }

    private static IEnumerable<string> Violations(string ring, IEnumerable<string> references)
    {
        var inner = Rings.Take(Array.IndexOf(Rings, ring)).ToArray();
        var isInner = ring is "Slipway.Core" or "Slipway.Engine";
        foreach (var reference in references)
        {
            if (Rings.Contains(reference) && !inner.Contains(reference)) yield return $"{ring} refers to {reference}, which is outside it.";
            if (isInner && reference != AddressValues && World.Any(part => reference.StartsWith(part, StringComparison.Ordinal))) yield return $"{ring} refers to {reference}: that belongs behind a port, into Slipway.Adapters.";
        }
    }

    private static string[] ReferencesOf(string assembly) => [.. Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!)];
}
