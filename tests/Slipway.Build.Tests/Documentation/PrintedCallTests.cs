using System.Diagnostics;
using Slipway.Core.Commands;
using Targets;

namespace Slipway.Build.Tests.Documentation;

/// <summary>Every command that a message offers can be pasted: target and options exist, and it is about the stack that the message is about.</summary>
public sealed class PrintedCallTests
{
    private static readonly string[] Golden = ["tests/cases", "tests/Slipway.Core.Tests", "tests/Slipway.Engine.Tests", "tests/Slipway.Adapters.Tests"];

    [Fact]
    public void Every_command_of_every_expected_message_is_one()
    {
        var calls = Golden.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".case" or ".plan" or ".expected" && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => PrintedCall.In(File.ReadAllText(file)))
            .Distinct(StringComparer.Ordinal)
            .ToArray();

        Assert.InRange(calls.Length, 8, int.MaxValue);
        Assert.Empty(string.Join("\n", calls.SelectMany(call => new Call(call).Problems)));
    }

    [Fact]
    public void The_targets_without_a_stack_are_those_that_take_none() =>
        Assert.Equal(
            TargetList.All.Where(target => target.Find(Options.Stack) is null).Select(target => target.Name).Order(StringComparer.Ordinal),
            Invocation.WithoutStack.Order(StringComparer.Ordinal));

    [LinuxTheory]
    [InlineData("--target=Plan --for=DeployProd")]
    [InlineData("--target=DeployProd")]
    [InlineData("--target=DeployProd --exclusive")]
    [InlineData("--target=DeployDev --environment=prod")]
    [InlineData("--target=DeployDev --tail=3")]
    [InlineData("--target=Logs --environment=dev")]
    [InlineData("--target=Up --environment=dev")]
    [InlineData("--target=Rollback --environment=dev")]
    [InlineData("--target=Maintenance --environment=dev --on")]
    [InlineData("--target=DeployProd --plan=no-such.plan")]
    public void A_command_that_a_run_prints_is_about_its_stack(string arguments)
    {
        using var place = new OtherStack();

        var run = DotNet.RunBuildWith(place.Environment, "", [$"--stack={place.Definition}", .. arguments.Split(' ')]);

        var calls = PrintedCall.In(run.Output + run.Errors).ToArray();
        Assert.True(calls.Length > 0, run.Output + run.Errors);
        Assert.All(calls, call =>
        {
            var words = Words(call);
            var target = words.Single(word => word.StartsWith("--target=", StringComparison.Ordinal))["--target=".Length..];
            Assert.Equal(!Invocation.WithoutStack.Contains(target), words.Contains($"--stack={place.Definition}"));
            Assert.Empty(new Call(string.Join(' ', words.Select(word => word.Replace(' ', '_')).Prepend("./build.sh"))).Problems);
        });
    }

    [LinuxTheory]
    [InlineData("SLIPWAY_STACK", "")]
    [InlineData("", "--stack")]
    public void Where_the_stack_is_named_otherwise_a_command_names_it_too(string variable, string option)
    {
        using var place = new OtherStack();
        if (variable.Length > 0) place.Environment[variable] = place.Definition;
        string[] named = option.Length > 0 ? [option, place.Definition] : [];

        var run = DotNet.RunBuildWith(place.Environment, "", ["--target=Logs", "--environment=dev", .. named]);

        Assert.Contains($"--stack={place.Definition}", Words(Assert.Single(PrintedCall.In(run.Errors))));
    }

    [Fact]
    public void Of_the_default_stack_nothing_is_said() =>
        Assert.Contains("`./build.sh --target=Plan --for=DeployProd` shows", DotNet.RunBuildWith(new Dictionary<string, string> { ["SLIPWAY_STACK"] = "" }, "", "--target=DeployProd", "--exclusive").Errors, StringComparison.Ordinal);

    // What a shell makes of the line.
    private static string[] Words(string line)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"set -eu; printf '%s\\n' {line}"]) { RedirectStandardOutput = true })!;
        var words = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal((0, "./build.sh"), (process.ExitCode, words[0]));
        return words[1..];
    }

    /// <summary>A stack elsewhere, in a folder whose name a shell would take apart.</summary>
    private sealed class OtherStack : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("slipway-it's another-").FullName;

        public OtherStack()
        {
            var stack = Path.Combine(Repository.Root, "tests", "Slipway.EndToEnd.Tests", "Stacks", "small");
            foreach (var file in Directory.EnumerateFiles(stack, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(stack, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            Environment["SLIPWAY_STATE"] = Path.Combine(folder, "state");
            Environment["NO_COLOR"] = "1";
        }

        public string Definition => Path.Combine(folder, "compose", "small", "stack.yaml");

        public Dictionary<string, string> Environment { get; } = [];

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
