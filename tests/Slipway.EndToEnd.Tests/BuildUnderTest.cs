namespace Slipway.EndToEnd.Tests;

/// <summary>
/// The built product, as <c>build.sh</c> leaves it, in a copy: whoever builds in the repository meanwhile does not change what
/// the tests run. Made when the first story asks, since a machine without Docker runs none.
/// </summary>
public sealed class BuildUnderTest : IAsyncLifetime
{
    private readonly Lazy<Task<string>> assembly;
    private readonly string folder = Path.Combine(Path.GetTempPath(), WorkspaceName.Next());

    /// <summary>Builds nothing yet.</summary>
    public BuildUnderTest() => assembly = new Lazy<Task<string>>(MakeAsync);

    /// <summary>The repository that the tests were built in.</summary>
    internal static string Repository { get; } = FindRepository();

    /// <summary>The path of <c>Build.dll</c>.</summary>
    internal Task<string> GetAssemblyAsync() => assembly.Value;

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task<string> MakeAsync()
    {
        await RemoveLeftoversAsync();
        (await RunningProgram.RunAsync("bash", [Path.Combine(Repository, "build.sh"), "--target=Help"], Repository)).MustEndWith(0);
        CopyFolder(Path.Combine(Repository, "build", "bin", "Release"), folder);
        return Path.Combine(folder, "Build.dll");
    }

    /// <summary>What earlier runs left behind because they were ended.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        var folders = Directory.GetDirectories(Path.GetTempPath(), "e2e*");
        var names = folders.Select(path => Path.GetFileName(path))
            .Concat(await Docker.ContainersAsync("e2e"))
            .Concat(await Docker.NetworksAsync("e2e"))
            .Concat(await Docker.VolumesAsync("e2e"))
            .Concat(await Docker.ImagesAsync("e2e"));
        foreach (var name in names.Select(WorkspaceName.At).OfType<string>().Distinct(StringComparer.Ordinal).Where(WorkspaceName.IsLeftOver))
        {
            await Docker.RemoveAsync(name + "-");
            await Workspace.DeleteFolderAsync(Path.Combine(Path.GetTempPath(), name));
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string FindRepository()
    {
        for (var candidate = AppContext.BaseDirectory; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            if (File.Exists(Path.Combine(candidate, "Slipway.slnx"))) return candidate;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} does not lie in the repository.");
    }
}
