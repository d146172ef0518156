namespace Slipway.Adapters.Processes;

/// <summary>Looks a program up on PATH, so that a missing one is told from one that failed.</summary>
internal static class ProgramPath
{
    /// <summary>The program's file, or null where there is none that can be run.</summary>
    public static string? Find(string program)
    {
        if (Path.GetFileName(program) != program) return Candidates(Path.GetFullPath(program)).FirstOrDefault(IsProgram);

        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Candidates(Path.Combine(folder, program)))
            .FirstOrDefault(IsProgram);
    }

    private static IEnumerable<string> Candidates(string path) => OperatingSystem.IsWindows()
        ? (Environment.GetEnvironmentVariable("PATHEXT") ?? ".EXE").Split(';').Select(extension => path + extension).Prepend(path)
        : [path];

    private static bool IsProgram(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            ? Path.HasExtension(path)
            : (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
