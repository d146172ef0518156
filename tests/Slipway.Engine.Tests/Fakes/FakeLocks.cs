using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Locks that nobody else wants, unless a test says so.</summary>
internal sealed class FakeLocks : ILocks
{
    /// <summary>Who has a lock, by its path; others are free.</summary>
    public Dictionary<string, Lease> Holders { get; } = new(StringComparer.Ordinal);

    /// <summary>What dead owners left, by the lock's path.</summary>
    public Dictionary<string, Lease> Left { get; } = new(StringComparer.Ordinal);

    /// <summary>What happened to locks, in order.</summary>
    public List<string> Lines { get; } = [];

    public IHeldLock? TryTake(string path, string doing, out Lease? holder)
    {
        if (Holders.TryGetValue(path, out holder))
        {
            Lines.Add($"refused {path}");
            return null;
        }

        Lines.Add($"took {path}: {doing}");
        return new Held(this, path);
    }

    public Lease? Read(string path) => Holders.GetValueOrDefault(path);

    private sealed class Held(FakeLocks locks, string path) : IHeldLock
    {
        public Lease? Left { get; } = locks.Left.GetValueOrDefault(path);

        public string LeftReason => Left is null ? "" : "its process has ended";

        public void Note(string doing) => locks.Lines.Add($"noted {path}: {doing}");

        public void Dispose() => locks.Lines.Add($"gave back {path}");
    }
}
