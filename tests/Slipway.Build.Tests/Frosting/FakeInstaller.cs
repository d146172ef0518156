using Cake.Core.IO;
using Cake.Core.Packaging;

namespace Slipway.Build.Tests.Frosting;

/// <summary>"Installs" what is asked for with <c>fake:?package=name</c>: an empty file of the package's name.</summary>
internal sealed class FakeInstaller(Journal journal, IFileSystem files) : IPackageInstaller
{
    public bool CanInstall(PackageReference package, PackageType type) => package.Scheme == "fake" && type == PackageType.Tool;

    public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path)
    {
        journal.Add($"installs {package.Package} to {path.GetDirectoryName()}");
        if (package.Package == "nothing") return [];
        var file = files.GetFile(path.CombineWithFilePath(package.Package));
        files.GetDirectory(path).Create();
        file.OpenWrite().Dispose();
        return [file];
    }
}
