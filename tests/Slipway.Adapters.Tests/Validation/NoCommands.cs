using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>Starts no program: a test that uses it shows that none is needed.</summary>
internal sealed class NoCommands : IRunCommands
{
    public Task<CommandResult> RunAsync(Command command, string? input = null, Action<string>? onLine = null, CancellationToken cancellation = default) => throw Refusal(command);

    public Task<CommandResult> RunDetachedAsync(Command command, Action<string>? onLine = null, CancellationToken cancellation = default) => throw Refusal(command);

    public Task<StoredOutput> RunToFileAsync(Command command, string path, CancellationToken cancellation = default) => throw Refusal(command);

    public IAsyncDisposable WriteIfKilled(ImmutableArray<KeyValuePair<string, string>> files) => throw new NotSupportedException();

    public Task<int> SettleAsync(string owner, TimeSpan patience, Action<string> onLine, CancellationToken cancellation) => throw new NotSupportedException();

    private static InvalidOperationException Refusal(Command command) => new($"No program was to be started, and this one was: {command}");
}
