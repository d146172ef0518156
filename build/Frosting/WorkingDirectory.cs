using Cake.Core.IO;

namespace Cake.Frosting;

/// <summary>Where the run works unless <c>--working</c> says otherwise.</summary>
internal sealed record WorkingDirectory(DirectoryPath Path);
