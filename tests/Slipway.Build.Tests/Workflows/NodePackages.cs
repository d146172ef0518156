namespace Slipway.Build.Tests.Workflows;

/// <summary>Packages of Node.js that check files.</summary>
internal static class NodePackages
{
    /// <summary>Installs the versions of a folder's lock file beside the test assembly, once.</summary>
    /// <returns>The folder of the modules.</returns>
    public static async Task<string> InstallAsync(string folder)
    {
        var installed = Path.Combine(AppContext.BaseDirectory, "node", Path.GetFileName(folder));
        var stamp = Path.Combine(installed, "installed");
        var wanted = await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"));
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp) != wanted)
        {
            Directory.CreateDirectory(installed);
            foreach (var file in new[] { "package.json", "package-lock.json" }) File.Copy(Path.Combine(folder, file), Path.Combine(installed, file), overwrite: true);
            var (exitCode, output) = await Tool.RunAsync("npm", installed, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            Assert.True(exitCode == 0, $"npm could not install what {folder} needs:\n{output}");
            await File.WriteAllTextAsync(stamp, wanted);
        }

        return Path.Combine(installed, "node_modules");
    }
}
