using Slipway.Core.Releases;

namespace Slipway.Engine.Ports;

/// <summary>
/// Locks between commands. A lock is a lease: it says whose it is and what for, and one of an owner who died is taken over.
/// </summary>
public interface ILocks
{
    /// <summary>Takes the lock, or says whose it is.</summary>
    /// <param name="path">The lock's file.</param>
    /// <param name="doing">What others are told meanwhile, for example <c>DeployDev</c>.</param>
    /// <param name="holder">Who has it; null where the lock was taken, and where the holder has not said who it is.</param>
    /// <exception cref="Core.Problems.SlipwayException">The lock's files cannot be read or written.</exception>
    IHeldLock? TryTake(string path, string doing, out Lease? holder);

    /// <summary>The lease of a lock that somebody alive holds, or null. Takes nothing.</summary>
    /// <exception cref="Core.Problems.SlipwayException">The lease cannot be read.</exception>
    Lease? Read(string path);
}

/// <summary>
/// A lock that this process holds until it is disposed of. When the process dies, others see that and take the lock over.
/// </summary>
public interface IHeldLock : IDisposable
{
    /// <summary>The lease of an owner who died without giving the lock back; null where the lock was free.</summary>
    Lease? Left { get; }

    /// <summary>What shows that the owner of <see cref="Left"/> died; empty where the lock was free.</summary>
    string LeftReason { get; }

    /// <summary>Notes what is being done now; others are told. Never fails: the work is not the lock's to stop.</summary>
    void Note(string doing);
}
