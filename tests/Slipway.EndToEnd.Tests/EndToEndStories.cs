using System.Runtime.Versioning;

// File modes, signals and the engine itself are Unix's here.
[assembly: UnsupportedOSPlatform("windows")]

// xunit 2 supports Timeout only where tests do not run side by side; and two deployments at once are slow on a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Slipway.EndToEnd.Tests;

/// <summary>All stories: one after the other, with one build under test.</summary>
[CollectionDefinition(Name)]
public sealed class EndToEndStories : ICollectionFixture<BuildUnderTest>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "end to end";

    /// <summary>The longest that a story may take. Every command in it has a limit of its own; this one is for what nobody thought of.</summary>
    public const int TimeoutMilliseconds = 600_000;
}
