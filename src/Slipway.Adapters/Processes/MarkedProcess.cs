using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Slipway.Adapters.Files;
using Slipway.Core.Commands;

namespace Slipway.Adapters.Processes;

/// <summary>A running process that carries an owner id in its environment.</summary>
/// <param name="Identity">What tells the process from a later one with the same id.</param>
/// <param name="Parent">The process id of its parent; another one once the parent has ended.</param>
[SupportedOSPlatform("linux")]
internal sealed record MarkedProcess(ProcessIdentity Identity, int Parent)
{
    private const int ShownCharacters = 160;

    /// <summary>The process id.</summary>
    public int Id => Identity.Id;

    /// <summary>
    /// The processes that carry an owner id. The kernel shows a user the environment of the user's own processes only, and to root
    /// that of all. This process, those above it and those below it are never among them.
    /// </summary>
    public static ImmutableArray<MarkedProcess> Find(string owner)
    {
        var above = AndAbove(Environment.ProcessId).ToHashSet();
        return
        [
            .. from folder in Directory.EnumerateDirectories("/proc")
               let id = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
               where id > 0 && !above.Contains(id) && IsMarked(id, owner) && !AndAbove(id).Contains(Environment.ProcessId)
               let process = Read(id)
               where process is not null
               select process,
        ];
    }

    /// <summary>The command line as it can be shown: one line, not too long, the program by its name.</summary>
    public string CommandLine()
    {
        var words = Encoding.UTF8.GetString(Content(Id, "cmdline")).TrimEnd('\0').Split('\0');
        words[0] = Path.GetFileName(words[0]);
        var line = string.Concat(
            string.Join(' ', words.Select(ShellText.Quote)).Select(character => char.IsControl(character) ? ' ' : character)
        );
        return line.Length <= ShownCharacters ? line : line[..(ShownCharacters - 1)] + "…";
    }

    /// <summary>Sends a signal, unless the process has ended meanwhile.</summary>
    public void Signal(int signal, string owner) => Posix.SignalIf(() => IsMarked(Id, owner) && Read(Id)?.Identity == Identity, Id, signal);

    private static bool IsMarked(int id, string owner) =>
        Encoding.UTF8.GetString(Content(id, "environ")).Split('\0').Contains($"{OwnerMark.Variable}={owner}");

    private static IEnumerable<int> AndAbove(int id)
    {
        for (int? current = id; current is { } one and > 0; current = Read(one)?.Parent) yield return one;
    }

    private static MarkedProcess? Read(int id)
    {
        // "12 (name) S 11 …": the name may hold spaces and brackets. Numbered from the state, the parent is 1 and the start 19.
        var text = Encoding.UTF8.GetString(Content(id, "stat"));
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 20 ? null : new MarkedProcess(new ProcessIdentity(id, Number(fields[19])), (int)Number(fields[1]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>What the kernel tells of a process; nothing where it has ended or is none of this user's.</summary>
    private static byte[] Content(int id, string file)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            return [];
        }
    }
}

/// <summary>A process that ran at some time.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">When it was started, in the kernel's own unit.</param>
internal readonly record struct ProcessIdentity(int Id, long Started);
