using System.Diagnostics;

namespace Slipway.Build.Tests;

/// <summary>Runs <c>dotnet</c> and keeps what it says.</summary>
internal sealed record DotNet(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs the build as build.sh does.</summary>
    public static DotNet RunBuild(params string[] arguments) => Run([typeof(Help).Assembly.Location, .. arguments]);

    /// <summary>Runs the build with variables of the environment and a text on standard input.</summary>
    public static DotNet RunBuildWith(IReadOnlyDictionary<string, string> environment, string input, params string[] arguments) =>
        Run(environment, input, [typeof(Help).Assembly.Location, .. arguments]);

    public static DotNet Run(params string[] arguments) => Run(new Dictionary<string, string>(), "", arguments);

    private static DotNet Run(IReadOnlyDictionary<string, string> environment, string input, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        // A build server's variables would change what is tested: locked restores, colours.
        foreach (var name in new[] { "CI", "GITHUB_ACTIONS", "NO_COLOR" }) start.Environment.Remove(name);
        // Where a refusal that is tested is broken, the target must find nothing that it could deploy.
        start.Environment["SLIPWAY_STACK"] = "/no/such/stack.yaml";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        // The test runner's MSBuild variables would lead another MSBuild astray.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new DotNet(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
