using Slipway.Adapters.Certificates;
using Slipway.Adapters.Files;
using Slipway.Adapters.Git;
using Slipway.Adapters.Hosts;
using Slipway.Adapters.Http;
using Slipway.Adapters.Locks;
using Slipway.Adapters.Processes;
using Slipway.Adapters.Secrets;
using Slipway.Engine.Ports;

namespace Slipway.Adapters;

/// <summary>This machine as the engine's host.</summary>
public static class LocalHost
{
    /// <summary>Puts the adapters together.</summary>
    /// <param name="report">What people see.</param>
    /// <param name="ask">Asks the operator.</param>
    /// <param name="stop">The wish to stop that signals bring.</param>
    public static Host Create(IReport report, IAsk ask, StopRequest stop)
    {
        var owner = Guid.NewGuid().ToString("N");
        var commands = new CommandRunner(owner);
        var files = new FileStore();
        return new Host
        {
            Commands = commands,
            Files = files,
            Locks = new FileLocks(owner, TimeProvider.System),
            Source = new GitSource(commands),
            Probe = new EdgeProbe(),
            Traffic = new TrafficProbe(),
            Machine = new LocalMachine(),
            Certificates = new CertificateAuthority(TimeProvider.System),
            Report = report,
            Ask = ask,
            Clock = TimeProvider.System,
            RandomText = RandomSecrets.Text,
            Operator = $"{Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId})",
            Owner = owner,
            Stop = stop,
        };
    }
}
