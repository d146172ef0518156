using Slipway.Core.Secrets;

namespace Slipway.Engine.Ports;

/// <summary>Everything of the world that the engine uses, handed in once.</summary>
public sealed record Host
{
    /// <summary>Programs.</summary>
    public required IRunCommands Commands { get; init; }

    /// <summary>Files.</summary>
    public required IFiles Files { get; init; }

    /// <summary>Locks between commands.</summary>
    public required ILocks Locks { get; init; }

    /// <summary>The work tree.</summary>
    public required ISource Source { get; init; }

    /// <summary>Requests through the edge.</summary>
    public required IProbe Probe { get; init; }

    /// <summary>Visits through the edge while a run works.</summary>
    public required ITrafficProbe Traffic { get; init; }

    /// <summary>The machine.</summary>
    public required IMachine Machine { get; init; }

    /// <summary>Certificates.</summary>
    public required ICertificates Certificates { get; init; }

    /// <summary>What people see.</summary>
    public required IReport Report { get; init; }

    /// <summary>
    /// Has whoever keeps this process's log, such as a job of GitHub Actions, show <c>***</c> in place of a value. Nothing by default.
    /// </summary>
    public Action<string> Mask { get; init; } = _ => { };

    /// <summary>Questions to the operator.</summary>
    public required IAsk Ask { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Random text of letters and digits, of a length, fit for secrets.</summary>
    public required Func<int, string> RandomText { get; init; }

    /// <summary>Who runs this: user and host name.</summary>
    public required string Operator { get; init; }

    /// <summary>The opaque id of this process, which its leases and the programs that it starts carry.</summary>
    public required string Owner { get; init; }

    /// <summary>The stop that Ctrl-C and SIGTERM ask for.</summary>
    public required StopRequest Stop { get; init; }

    /// <summary>A redactor of the secrets in env files, which are masked too.</summary>
    public Redactor RedactorFor(params IEnumerable<IReadOnlyDictionary<string, string>> files)
    {
        var secrets = Redactor.SecretsOf(files).Where(Redactor.IsLongEnough).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var secret in secrets) Mask(secret);
        return new Redactor(secrets);
    }
}
