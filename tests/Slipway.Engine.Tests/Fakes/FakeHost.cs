using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>A world of fakes, and the host that hands them out.</summary>
internal sealed class FakeHost
{
    public FakeHost()
    {
        Commands = new FakeCommands(Files);
        Host = new Host
        {
            Commands = Commands,
            Files = Files,
            Locks = Locks,
            Source = Source,
            Probe = Probe,
            Traffic = Traffic,
            Machine = Machine,
            Certificates = Certificates,
            Report = Report,
            Ask = Ask,
            Clock = Clock,
            RandomText = length => "R" + new string('x', length - 1),
            Operator = "ada@host",
            Owner = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
            Stop = Stop,
        };
    }

    public FakeClock Clock { get; } = new();

    public FakeFiles Files { get; } = new();

    public FakeLocks Locks { get; } = new();

    public FakeCommands Commands { get; }

    public FakeSource Source { get; } = new();

    public FakeProbe Probe { get; } = new();

    public FakeTraffic Traffic { get; } = new();

    public FakeMachine Machine { get; } = new();

    public FakeCertificates Certificates { get; } = new();

    public FakeAsk Ask { get; } = new();

    public FakeReport Report { get; } = new();

    public StopRequest Stop { get; } = new();

    public Host Host { get; }
}
