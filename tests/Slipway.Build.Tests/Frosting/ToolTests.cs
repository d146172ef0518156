using Cake.Core.IO;
using Cake.Frosting;

namespace Slipway.Build.Tests.Frosting;

/// <summary>Tools that the host installs, as Cake.Frosting 7 does.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("slipway-tools-");

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_tool_is_installed_before_the_first_task_which_finds_it()
    {
        var run = Run(host => host.InstallTool(new Uri("fake:?package=first")).InstallTool(new Uri("fake:?package=second")).SetToolPath("kept"));

        Assert.Equal(["installs first to kept", "installs second to kept", "first=kept/first", "second=kept/second", "paths=kept"], run.Calls);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public void Without_a_path_of_the_build_tools_go_to_the_folder_tools()
    {
        Assert.Equal("installs first to tools", Run(host => host.InstallTool(new Uri("fake:?package=first"))).Calls[0]);
    }

    [Fact]
    public void The_command_line_goes_before_the_path_of_the_build()
    {
        var run = Run(host => host.InstallTool(new Uri("fake:?package=first")).SetToolPath("kept"), "--paths_tools=given");

        Assert.Equal("installs first to given", run.Calls[0]);
    }

    [Theory]
    [InlineData("unheard:?package=first", "unheard")]
    [InlineData("fake:?package=nothing", "nothing")]
    public void A_tool_that_cannot_be_installed_ends_the_run_before_any_task(string uri, string named)
    {
        var run = Run(host => host.InstallTool(new Uri(uri)));

        Assert.DoesNotContain(run.Calls, call => call.StartsWith("paths=", StringComparison.Ordinal));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"'{named}'", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("a bug of the build", run.Errors, StringComparison.Ordinal);
    }

    private HostRun Run(Action<CakeHost> configure, params string[] arguments) =>
        HostRun.Of([typeof(Seeking)], ["--target=Seeking", .. arguments], host =>
        {
            host.UsePackageInstaller<FakeInstaller>().UseWorkingDirectory(new DirectoryPath(folder.FullName));
            configure(host);
        });
}
