using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Live;

/// <summary>
/// What a container in an environment's networks asks: the names and endpoints of the other environments, and what it needs.
/// </summary>
public sealed partial record ReachList
{
    /// <summary>Exit code of the script where the image has neither of the programs that it can use.</summary>
    public const int ProgramMissing = 64;

    /// <summary>The environment in whose networks the container is.</summary>
    public required EnvironmentName Environment { get; init; }

    /// <summary>Those networks.</summary>
    public required ImmutableSortedSet<string> Networks { get; init; }

    /// <summary>
    /// Names that may lead to containers of other environments: bare, and as <c>name.network</c> for networks that both are on.
    /// </summary>
    public ImmutableSortedSet<string> Names { get; init; } = [];

    /// <summary>Where containers of other environments may answer.</summary>
    public ImmutableArray<Endpoint> Endpoints { get; init; } = [];

    /// <summary>What has to answer.</summary>
    public ImmutableArray<NeededService> Needed { get; init; } = [];

    /// <summary>How many questions there are.</summary>
    public int Questions => Names.Count + Endpoints.Length + Needed.Length;

    /// <summary>Whether a text may stand in the script as a name.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>Whether a text is an IP address as it may stand in the script.</summary>
    public static bool IsAddress(string text) => AddressPattern().IsMatch(text);

    /// <summary>
    /// The script for a POSIX shell's standard input. It asks side by side, two seconds for each connection, and prints a line for each
    /// question: <see cref="ReachAnswers"/> reads them. It works with bash, or with a netcat that knows <c>-z</c>; and with getent or
    /// nslookup.
    /// </summary>
    /// <exception cref="InvalidOperationException">A name or a host could mean something to a shell.</exception>
    public string Script()
    {
        var text = new StringBuilder(Programs.ReplaceLineEndings("\n"));
        var count = 0;
        foreach (var name in Names) Ask("name", name);
        // What has to answer may be busy for a moment; of the others one answer is too many, and a second try would only take time.
        foreach (var endpoint in Endpoints)
            Ask("connect", endpoint.Host, Number(endpoint.Port), "1");
        foreach (var endpoint in Needed.SelectMany(needed => needed.Endpoints).Distinct())
            Ask("connect", endpoint.Host, Number(endpoint.Port), "3");
        return text.Append("wait\necho done\n").ToString();

        void Ask(string question, params string[] words)
        {
            if (words.FirstOrDefault(word => !IsName(word) && !IsAddress(word)) is { } wrong)
                throw new InvalidOperationException($"'{wrong}' is neither a name nor an address.");
            text.Append(CultureInfo.InvariantCulture, $"{question} {string.Join(' ', words)} </dev/null &\n");
            if (++count % AtOnce == 0) text.Append("wait\n");
        }
    }

    private const int AtOnce = 24;

    // The questions come on standard input, so whatever is started must not read it. Every answer is one write, so that no two mix.
    private const string Programs = """
        set -f
        lacks() { echo "the image has $1"; exit 64; }
        command -v timeout >/dev/null || lacks "no timeout"
        if command -v bash >/dev/null; then
          try() { timeout 2 bash -c ': <"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }
        elif command -v nc >/dev/null && ! nc -z -w 1 127.0.0.1 1 2>&1 </dev/null | grep -q -e option -e Usage; then
          try() { timeout 3 nc -z -w 2 "$1" "$2" >/dev/null 2>&1; }
        else
          lacks "neither bash nor an nc that knows -z"
        fi
        if getent ahostsv4 127.0.0.1 >/dev/null 2>&1; then
          find() { timeout 3 getent ahostsv4 "$1" 2>/dev/null; }
        elif command -v nslookup >/dev/null; then
          find() { timeout 3 nslookup "$1" 2>/dev/null; }
        else
          lacks "neither a getent that knows ahostsv4 nor nslookup"
        fi
        name() {
          found=
          for word in $(find "$1"); do
            case $word in *[!0-9.]*) ;; *.*.*.*) found="$found $word" ;; esac
          done
          echo "name $1$found"
        }
        connect() {
          for round in 1 2 3; do
            if try "$1" "$2"; then echo "open $1 $2"; return; fi
            [ "$round" -lt "$3" ] || break
            sleep 1
          done
          echo "shut $1 $2"
        }

        """;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|(?=.*:)[0-9a-fA-F:.]{2,45})\z")]
    private static partial Regex AddressPattern();
}
