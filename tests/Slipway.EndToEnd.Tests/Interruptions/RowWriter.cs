using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>
/// Somebody who writes numbered rows into an environment's database without end, in one session after the other, and remembers
/// which of them the database has acknowledged.
/// </summary>
internal sealed partial class RowWriter : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    private readonly string name;
    private readonly string container;
    private readonly string volume;
    private readonly Func<bool> isReady;
    private readonly CancellationTokenSource stop = new();
    private readonly List<int> acknowledged = [];
    private readonly Task running;

    private RowWriter(Workspace place, string environment, Func<bool> isReady)
    {
        name = place.Name;
        container = $"{place.Project(environment)}-db";
        volume = $"{place.Project(environment)}_db-data";
        this.isReady = isReady;
        running = Task.Run(WriteAsync);
    }

    /// <summary>Begins to write.</summary>
    /// <param name="place">The workspace of the small stack.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="isReady">Whether its database can be expected to run and to have the table.</param>
    public static RowWriter Start(Workspace place, string environment, Func<bool> isReady) => new(place, environment, isReady);

    /// <summary>Asserts that every acknowledged row is there, also where no database runs; returns how many they are.</summary>
    public async Task<int> MustHaveKeptAsync()
    {
        int[] expected;
        lock (acknowledged) expected = [.. acknowledged];
        if (expected.Length == 0) return 0;

        var runs = (await Docker.ContainersAsync(container)).Length > 0;
        var rows = (runs ? await ReadAsync() : await ReadVolumeAsync()).ToImmutableHashSet();
        var lost = expected.Where(row => !rows.Contains(row)).ToArray();
        Assert.True(lost.Length == 0, $"{lost.Length} of {expected.Length} acknowledged rows are not in the database of {container}, the first is {lost.FirstOrDefault()}.");
        return expected.Length;
    }

    /// <summary>Stops to write.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }

    private async Task WriteAsync()
    {
        for (var number = 1; !stop.IsCancellationRequested; await PauseAsync(Retry))
        {
            if (isReady()) number = await WriteInOneSessionAsync(number);
        }
    }

    private async Task<int> WriteInOneSessionAsync(int number)
    {
        using var session = Process.Start(new ProcessStartInfo("docker",
            ["exec", "--interactive", container, "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--username=small", "--dbname=small"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = session.StandardError.ReadToEndAsync();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await session.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO rows (text) VALUES ('{number}') RETURNING text;"));
                await session.StandardInput.FlushAsync();
                // Docker says on standard output, too, that a container is about to end.
                if (await session.StandardOutput.ReadLineAsync() is not { } answer || answer != number.ToString(CultureInfo.InvariantCulture)) break;

                lock (acknowledged) acknowledged.Add(number);
                number++;
                await PauseAsync(Pause);
            }
        }
        catch (IOException)
        {
            // The database was stopped; what it did not acknowledge need not be there, and may be.
        }

        try
        {
            session.StandardInput.Close();
        }
        catch (IOException)
        {
            // The same, noticed only when the last line is handed over.
        }

        await session.WaitForExitAsync();
        _ = await errors;
        return number + 1;
    }

    private async Task<IEnumerable<int>> ReadAsync() =>
        (await Docker.LinesAsync("exec", container, "psql", "--no-psqlrc", "--tuples-only", "--no-align", "--username=small", "--dbname=small", "--command=SELECT text FROM rows"))
        .Select(line => int.Parse(line, CultureInfo.InvariantCulture));

    /// <summary>PostgreSQL alone on the volume, without a server: the quickest way to the rows of a database that is down.</summary>
    private async Task<IEnumerable<int>> ReadVolumeAsync()
    {
        var output = await Docker.RunAsync("run", "--rm", "--name", $"{name}-rows", "--network", "none", "--volume", $"{volume}:/var/lib/postgresql/data", "--user", "postgres", "--entrypoint", "bash",
            "postgres:15-bookworm", "-c", "postgres --single -c fsync=off small <<<'SELECT text FROM rows' 2>/dev/null");
        return SingleUserRow().Matches(output).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
    }

    private async Task PauseAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The end of the pause and of the writing.
        }
    }

    // As in: 1: text = "17"	(typeid = 25, len = -1, typmod = -1, byval = f)
    [GeneratedRegex("""text = "([0-9]+)"\t""")]
    private static partial Regex SingleUserRow();
}
