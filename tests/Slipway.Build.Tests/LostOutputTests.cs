using System.Diagnostics;

namespace Slipway.Build.Tests;

/// <summary>The program where its output cannot be written: the exit code says what it did all the same.</summary>
public sealed class LostOutputTests
{
    [LinuxTheory]
    [InlineData("--target=Help >/dev/full", 0)]
    [InlineData("--target=Help >/dev/full 2>/dev/full", 0)]
    [InlineData("--target=Help --verbosity=diagnostic 2>/dev/full", 0)]
    [InlineData("--target=Hlep 2>/dev/full", 2)]
    [InlineData("--target=Hlep >/dev/full 2>/dev/full", 2)]
    [InlineData("--target=Validate --stack=/no/such/stack.yaml --verbosity=verbose >/dev/full 2>&1", 2)]
    [InlineData("--showtree >/dev/full", 0)]
    [InlineData("--target=Help --dryrun >/dev/full", 0)]
    [InlineData("--target=Help | head -1; exit ${PIPESTATUS[0]}", 0)]
    [InlineData("--target=Help 2>&1 | true; exit ${PIPESTATUS[0]}", 0)]
    public async Task The_exit_code_is_that_of_the_target(string arguments, int expected)
    {
        Assert.Equal(expected, (await RunAsync($"dotnet \"$BUILD\" {arguments}")).ExitCode);
    }

    [LinuxTheory]
    [InlineData(">/dev/full")]
    public async Task That_standard_output_cannot_be_written_is_said_once(string output)
    {
        var (_, errors) = await RunAsync($"dotnet \"$BUILD\" --target=Help {output}");

        Assert.Matches(@"^Warning: standard output cannot be written \(.+\)\. The target goes on, and its exit code says how it ends\.\n$", errors);
    }

    [LinuxTheory]
    [InlineData("--target=Validate --stack=/no/such/stack.yaml >&-")]
    [InlineData("--target=Validate --stack=/no/such/stack.yaml 2>&-")]
    [InlineData("--target=Validate --stack=/no/such/stack.yaml <&- >&- 2>&-")]
    public async Task The_script_opens_what_is_closed_so_that_no_file_gets_what_is_printed(string arguments)
    {
        using var place = new TemporaryRepository();

        var (exitCode, _) = await RunAsync($"exec \"$PLACE/build.sh\" {arguments}", place.Folder);

        Assert.Equal(7, exitCode);
        Assert.All(await File.ReadAllLinesAsync(Path.Combine(place.Folder, "descriptors")), line => Assert.Matches("^[012] (?:/dev/null|pipe:.*|.*/build.sh)$", line));
    }

    [LinuxTheory]
    [InlineData("2>/dev/full")]
    [InlineData("2> >(true)")]
    public async Task The_script_goes_on_where_it_cannot_say_that_it_builds(string errors)
    {
        using var place = new TemporaryRepository();

        Assert.Equal(7, (await RunAsync($"exec \"$PLACE/build.sh\" --target=Help {errors}", place.Folder)).ExitCode);
        Assert.True(File.Exists(Path.Combine(place.Folder, "built")));
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(string script, string place = "")
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var name in new[] { "CI", "GITHUB_ACTIONS" }) start.Environment.Remove(name);
        start.Environment["BUILD"] = typeof(Help).Assembly.Location;
        start.Environment["SLIPWAY_STACK"] = "/no/such/stack.yaml";
        start.Environment["PLACE"] = place;
        if (place.Length > 0) start.Environment["PATH"] = $"{place}/bin:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await errors);
    }

    /// <summary>A repository with nothing but the script, and a dotnet that says what it was started with.</summary>
    private sealed class TemporaryRepository : IDisposable
    {
        public TemporaryRepository()
        {
            Directory.CreateDirectory(Path.Combine(Folder, "build"));
            Directory.CreateDirectory(Path.Combine(Folder, "bin"));
            File.WriteAllText(Path.Combine(Folder, "global.json"), "{}");
            File.Copy(Path.Combine(Repository.Root, "build.sh"), Path.Combine(Folder, "build.sh"));
            var dotnet = Path.Combine(Folder, "bin", "dotnet");
            File.WriteAllText(dotnet, """
                #!/usr/bin/env bash
                if [ "$1" = build ]; then touch "$PLACE/built"; exit 0; fi
                descriptors=$(for fd in 0 1 2; do echo "$fd $(readlink "/proc/$$/fd/$fd")"; done)
                echo "$descriptors" >"$PLACE/descriptors"
                exit 7
                """);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("slipway-script-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
