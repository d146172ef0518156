using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Engine.Session;

/// <summary>Where a stack's files lie. All paths are absolute.</summary>
/// <param name="DefinitionFile">The <c>stack.yaml</c>.</param>
/// <param name="DisplayName">The file's name in messages.</param>
/// <param name="StateRoot">The state folder.</param>
public sealed record StackLocation(string DefinitionFile, string DisplayName, string StateRoot)
{
    /// <summary>The folder of the definition; paths in it are relative to this one.</summary>
    public string Folder => Path.GetDirectoryName(DefinitionFile)!;

    /// <summary>An absolute path of one that the definition names.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

    /// <summary>Where an environment's certificates lie, in the order of its definition.</summary>
    public ImmutableArray<string> CertificateFolders(EnvironmentDefinition environment) =>
        [.. environment.Certificates.Select(certificate => Resolve(certificate.Directory))];
}
