using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Programs that answer as a test says. A command that no answer is for is the test's mistake.</summary>
internal sealed class FakeCommands(FakeFiles files) : IRunCommands
{
    private readonly List<(string Part, Func<CommandResult> Answer)> answers = [];

    /// <summary>The command lines that were run, in order.</summary>
    public List<string> Run { get; } = [];

    /// <summary>What programs got on standard input.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Whether what a killed process left does not even end when it is killed.</summary>
    public bool NeverSettles { get; set; }

    /// <summary>Those of them that would outlive a kill.</summary>
    public List<string> Detached { get; } = [];

    /// <summary>What is written should the process be killed now; null where nothing is.</summary>
    public ImmutableSortedDictionary<string, string>? IfKilled { get; private set; }

    /// <summary>Answers command lines that contain a text; of several answers, the one given last.</summary>
    public void On(string part, string output = "", string error = "", int exitCode = 0) => On(part, () => new CommandResult(exitCode, output, error));

    public void On(string part, Func<CommandResult> answer) => answers.Insert(0, (part, answer));

    public Task<CommandResult> RunAsync(Command command, string? input = null, Action<string>? onLine = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (input is not null) Inputs.Add(input);
        var result = Answer(command);
        foreach (var line in (result.Output + result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries)) onLine?.Invoke(line);
        return Task.FromResult(result);
    }

    public Task<CommandResult> RunDetachedAsync(Command command, Action<string>? onLine = null, CancellationToken cancellation = default)
    {
        Detached.Add(command.ToString());
        return RunAsync(command, null, onLine, cancellation);
    }

    public IAsyncDisposable WriteIfKilled(ImmutableArray<KeyValuePair<string, string>> files) => new DeadManSwitch(this, files.ToImmutableSortedDictionary(StringComparer.Ordinal));

    public Task<int> SettleAsync(string owner, TimeSpan patience, Action<string> onLine, CancellationToken cancellation)
    {
        Run.Add($"settle {owner}");
        if (NeverSettles) throw new SlipwayException(ExitCode.Failed, new Failure("a program does not end."));
        return Task.FromResult(0);
    }

    public Task<StoredOutput> RunToFileAsync(Command command, string path, CancellationToken cancellation = default)
    {
        var result = Answer(command);
        if (result.Succeeded) files.WriteText(path, result.Output);
        return Task.FromResult(new StoredOutput(result with { Output = "" }, result.Output.Length, "5ha256"));
    }

    private CommandResult Answer(Command command)
    {
        var line = command.ToString();
        Run.Add(line);
        var answer = answers.FirstOrDefault(answer => line.Contains(answer.Part, StringComparison.Ordinal)).Answer;
        return answer is null ? throw new InvalidOperationException($"The test has no answer for `{line}`.") : answer();
    }

    /// <summary>A later switch takes the place of the earlier one, whose end changes nothing then.</summary>
    private sealed class DeadManSwitch : IAsyncDisposable
    {
        private readonly FakeCommands commands;
        private readonly ImmutableSortedDictionary<string, string> written;

        public DeadManSwitch(FakeCommands commands, ImmutableSortedDictionary<string, string> written)
        {
            this.commands = commands;
            commands.IfKilled = this.written = written;
        }

        public ValueTask DisposeAsync()
        {
            if (commands.IfKilled == written) commands.IfKilled = null;
            return ValueTask.CompletedTask;
        }
    }
}
