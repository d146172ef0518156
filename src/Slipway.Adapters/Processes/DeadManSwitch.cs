using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Commands;

namespace Slipway.Adapters.Processes;

/// <summary>
/// A program that waits for the end of this process: its standard input ends then. It writes files in that case, and nothing where a
/// line comes before that. A kill that takes it too, such as that of the machine, it cannot help.
/// </summary>
internal sealed class DeadManSwitch : IAsyncDisposable
{
    // The text is constant: paths and texts are arguments. Each file is replaced in one step, private from the start.
    private const string Script =
        """umask 077; read -r line && exit 0; while [ $# -ge 2 ]; do printf %s "$2" >"$1.new" && mv -f -- "$1.new" "$1"; shift 2; done""";

    private readonly RunningProgram? program;
    private readonly TimeSpan grace;

    private DeadManSwitch(RunningProgram? program, TimeSpan grace)
    {
        this.program = program;
        this.grace = grace;
    }

    /// <summary>Begins to watch.</summary>
    /// <param name="files">Path and new text of each file; nothing of it is secret.</param>
    /// <param name="owner">The owner id of this process.</param>
    /// <param name="grace">How long the program may take to end.</param>
    public static DeadManSwitch Make(ImmutableArray<KeyValuePair<string, string>> files, string owner, TimeSpan grace) =>
        new(
            OperatingSystem.IsWindows()
                ? null
                : RunningProgram.Start(
                    Command.Of("sh", ["-c", Script, "sh", .. files.SelectMany(file => new[] { file.Key, file.Value })]),
                    owner
                ),
            grace
        );

    /// <summary>Disarms it: nothing is written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (program is null) return;
        using (program)
        {
            var said = new StringBuilder();
            await program.EndAsync(
                "disarm\n",
                grace,
                [program.ReadOutputAsync(said, null), program.ReadErrorAsync(said, null)],
                CancellationToken.None
            );
        }
    }
}
