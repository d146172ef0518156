using System.Globalization;
using System.Text.Json;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>
/// Everything that a run works from: the plan, and what was read when it was made. It is written before the run begins, so that
/// another process can resume the run or roll it back, whatever has become of definition, env file and work tree meanwhile.
/// </summary>
public sealed record RunRecord
{
    /// <summary>The version of the file's layout that this program writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the file's layout.</summary>
    public required int Format { get; init; }

    /// <summary>The run's number in the ledger.</summary>
    public required int Run { get; init; }

    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What was wanted.</summary>
    public required DesiredState Desired { get; init; }

    /// <summary>The env file as it was, or as the plan makes it.</summary>
    public required LoadedEnvFile Env { get; init; }
}

/// <summary>The records of an environment's runs that have not ended.</summary>
public sealed class RunStore(IFiles files, StatePaths paths, EnvironmentName environment)
{
    /// <summary>Writes a record and removes those of earlier runs, which have ended.</summary>
    public void Write(RunRecord record)
    {
        files.WriteText(paths.Run(environment, record.Run), JsonSerializer.Serialize(record, StateJson.Indented));
        RemoveAllBut(record.Run);
    }

    /// <summary>The record of a run.</summary>
    /// <exception cref="SlipwayException">It is missing or cannot be read.</exception>
    public RunRecord Read(int run)
    {
        var path = paths.Run(environment, run);
        try
        {
            if (files.ReadText(path) is not { } text) throw Unreadable(path, "there is no such file.");
            var format = JsonDocument.Parse(text).RootElement.GetProperty("format").GetInt32();
            if (format != RunRecord.CurrentFormat)
                throw Unreadable(
                    path,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it has format {format}, and this version of Slipway reads format {RunRecord.CurrentFormat}."
                    )
                );
            return JsonSerializer.Deserialize<RunRecord>(text, StateJson.Indented)!;
        }
        catch (Exception error)
            when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            throw Unreadable(path, error.Message, error);
        }
    }

    /// <summary>Whether the record of a run can be read.</summary>
    public bool IsReadable(int run)
    {
        try
        {
            _ = Read(run);
            return true;
        }
        catch (SlipwayException)
        {
            return false;
        }
    }

    /// <summary>Removes the records of all runs.</summary>
    public void Clear() => RemoveAllBut(0);

    private void RemoveAllBut(int run)
    {
        var folder = paths.Runs(environment);
        foreach (var name in files.ListFiles(folder).Where(name => $"{folder}/{name}" != paths.Run(environment, run)))
            files.Delete($"{folder}/{name}");
    }

    private static SlipwayException Unreadable(string path, string why, Exception? cause = null) =>
        new(
            ExitCode.Failed,
            new Failure($"{path}, which the run was to be finished from, cannot be read.")
            {
                Why = why,
                Do = "restore the file from a backup of the state folder, or use the version of Slipway that began the run.",
                Now = "nothing was changed; what runs, runs on.",
            },
            cause
        );
}
