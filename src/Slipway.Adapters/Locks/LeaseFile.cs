using System.Text.Json;
using Slipway.Adapters.Files;
using Slipway.Core.Releases;
using Slipway.Engine.Session;

namespace Slipway.Adapters.Locks;

/// <summary>
/// The file beside a lock's that holds its lease. The lease could not stand in the locked file itself: .NET asks for a shared
/// flock(2) even to read.
/// </summary>
/// <param name="lockPath">The lock's file.</param>
internal sealed class LeaseFile(string lockPath)
{
    private static readonly JsonSerializerOptions Json = new(StateJson.Indented) { RespectNullableAnnotations = true };

    private readonly string path = lockPath + ".lease";

    /// <summary>The lease; null where there is none, and where the file is damaged: nobody can be told from it then.</summary>
    public Lease? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Lease>(File.ReadAllBytes(path), Json);
        }
        catch (Exception error) when (FileFailure.IsNotThere(error) || error is JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the lease in one step, for its owner only.</summary>
    public void Write(Lease lease) => PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(lease, Json), PrivateFile.Private);

    /// <summary>Removes it.</summary>
    public void Delete() => File.Delete(path);
}
