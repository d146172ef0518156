using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Build;
using Cake.Common.Tools.DotNet.Test;
using Cake.Core;

namespace Testing;

/// <summary>Builds the solution and runs its test projects, quick ones first.</summary>
internal static class TestRun
{
    // The engine's end-to-end tests take minutes; what fails in seconds shall be seen in seconds.
    private const string Last = "EndToEnd";

    /// <summary>Runs all projects, also after one has failed.</summary>
    /// <param name="context">The build.</param>
    /// <param name="isWhole">Whether tests that take a sample of their cases take all of them.</param>
    /// <exception cref="CakeException">The solution does not build, or a project ended without a result.</exception>
    public static TestCount Run(ICakeContext context, bool isWhole)
    {
        var settings = new DotNetBuildSettings { Configuration = "Release", NoLogo = true, Verbosity = DotNetVerbosity.Quiet };
        context.DotNetBuild(Path.Combine(Paths.Root, "Slipway.slnx"), settings);

        var results = Directory.CreateTempSubdirectory("slipway-tests-").FullName;
        try
        {
            var count = new TestCount(0, 0, 0);
            var projects = Directory.EnumerateFiles(Path.Combine(Paths.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories);
            foreach (var project in projects
                .OrderBy(file => file.Contains(Last, StringComparison.Ordinal)).ThenBy(file => file, StringComparer.Ordinal))
            {
                count += RunProject(context, project, Path.Combine(results, Path.GetFileNameWithoutExtension(project) + ".trx"), isWhole);
            }

            return count;
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static TestCount RunProject(ICakeContext context, string project, string result, bool isWhole)
    {
        // What those tests note is worth reading when they pass too: times, and the table of deployments that were interrupted.
        var verbosity = project.Contains(Last, StringComparison.Ordinal) ? "detailed" : "normal";
        try
        {
            context.DotNetTest(project, new DotNetTestSettings
            {
                Configuration = "Release",
                NoBuild = true,
                NoLogo = true,
                Loggers = [$"trx;LogFileName={result}", $"console;verbosity={verbosity}"],
                EnvironmentVariables = isWhole ? new Dictionary<string, string?> { ["SLIPWAY_TEST_ALL"] = "1" } : [],
            });
        }
        catch (CakeException) when (File.Exists(result))
        {
            // Tests failed: the result says which, and the other projects still run.
        }

        return TestCount.Read(result);
    }
}
