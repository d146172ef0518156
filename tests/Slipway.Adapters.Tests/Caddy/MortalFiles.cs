using Slipway.Core.Observed;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Tests.Caddy;

/// <summary>Files of a process that is killed after so many changes of the files that count: nothing it does from then on has an effect.</summary>
internal sealed class MortalFiles(IFiles files, Func<string, bool> counts, int changes) : IFiles
{
    private int left = changes;

    public string? ReadText(string path) => files.ReadText(path);

    public void WriteText(string path, string text) => Change(path, () => files.WriteText(path, text));

    public void AppendLine(string path, string line) => Change(path, () => files.AppendLine(path, line));

    public void Delete(string path) => Change(path, () => files.Delete(path));

    public void DeleteFolder(string path) => Change(path, () => files.DeleteFolder(path));

    public bool Exists(string path) => files.Exists(path);

    public bool FolderExists(string path) => files.FolderExists(path);

    public UnixFileMode? ModeOf(string path) => files.ModeOf(path);

    public string RealPathOf(string path) => files.RealPathOf(path);

    public Task<FileTree> ReadTreeAsync(string path, CancellationToken cancellation) => files.ReadTreeAsync(path, cancellation);

    public void Move(string from, string to) => Change(to, () => files.Move(from, to));

    public FileSystemSpace? SpaceOf(string path) => files.SpaceOf(path);

    public IReadOnlyList<string> ListFiles(string folder) => files.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => files.ListFolders(folder);

    public void CreateFolder(string path) => Change(path, () => files.CreateFolder(path));

    public ITemporaryFolder CreateTemporaryFolder() => files.CreateTemporaryFolder();

    private void Change(string path, Action change)
    {
        if (left == 0) throw new KilledException();
        change();
        if (counts(path)) left--;
    }

    /// <summary>Stands for the end of the process.</summary>
    internal sealed class KilledException : Exception;
}
