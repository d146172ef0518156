using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Slipway.Core.Problems;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;
using Slipway.Engine.Validation;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>The pairs of <c>tests/cases/validate</c>, through the whole of the reading, with the real Compose.</summary>
public sealed class RuleCaseTests
{
    private static readonly string Cases = Path.Combine(Repository.Folder, "tests", "cases", "validate");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The cases' names.</summary>
    public static TheoryData<string> Names() => [.. All];

    private static IEnumerable<string> All => Directory.EnumerateFiles(Cases, "*.case", SearchOption.AllDirectories).Select(path => Path.ChangeExtension(Path.GetRelativePath(Cases, path), null)!).Order(StringComparer.Ordinal);

    [DockerTheory]
    [MemberData(nameof(Names))]
    public async Task A_rule_finds_what_breaks_it_and_nothing_in_the_nearest_stack_that_does_not(string name)
    {
        var file = Path.Combine(Cases, name + ".case");
        var pair = RuleCase.Parse(await File.ReadAllTextAsync(file));

        var broken = CheckAsync(pair.Broken);
        var sound = CheckAsync(pair.Sound);

        if (Environment.GetEnvironmentVariable("SLIPWAY_APPROVE") == "1") await File.WriteAllTextAsync(file, pair.With(await broken));
        else Assert.Equal(pair.Expected, await broken);
        Assert.Equal("", await sound);
    }

    [Fact]
    public void Every_rule_has_a_case_of_its_name_unless_only_the_running_host_breaks_it()
    {
        var without = RuleBook.Rules.Where(rule => !rule.IsLive).Select(rule => rule.Id).Where(id => !All.Any(name => name == id || name.StartsWith(id + ".", StringComparison.Ordinal)));

        Assert.Empty(without);
    }

    private static async Task<string> CheckAsync(ImmutableArray<RuleCase.Section> sections)
    {
        using var place = new Place();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Cases, "base"))) place.Write(Path.GetFileName(file), await File.ReadAllTextAsync(file));
        foreach (var path in Directory.EnumerateFiles(place.Path)) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var section in sections)
        {
            var path = place[section.File];
            var text = section.Apply(File.Exists(path) ? await File.ReadAllTextAsync(path) : "");
            if (text is null)
            {
                File.Delete(path);
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // What stands for bytes that are no text was read as Latin-1.
            await File.WriteAllBytesAsync(path, text.Any(character => character is > '\u007f' and < '\u0100') ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text));
            File.SetUnixFileMode(path, section.Mode);
        }

        var host = LocalHost.Create(new SilentReport(), new NobodyToAsk(), new StopRequest());
        var tracked = File.Exists(place["git"]) ? await File.ReadAllLinesAsync(place["git"]) : [];
        host = host with { Source = new TrackedFiles([.. tracked.Select(file => place[file])]) };
        var session = new StackSession(host, new StackLocation(place["stack.yaml"], "stack.yaml", place["state"]));
        try
        {
            var facts = await new FactsRenderer(session).RenderAsync(new StackReader(session).ReadFiles(), CancellationToken.None);
            var verdict = RuleBook.Check(facts with
            {
                Host = JsonSerializer.Deserialize<HostFacts>(await File.ReadAllTextAsync(place["host.json"]), Json)!,
                Now = new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero),
            });
            return Told(verdict).Replace(place.Path, "/srv/sample", StringComparison.Ordinal);
        }
        catch (SlipwayException error)
        {
            return error.Message.Replace(place.Path, "/srv/sample", StringComparison.Ordinal) + "\n";
        }
    }

    internal static string Told(Verdict verdict)
    {
        var text = new StringBuilder();
        foreach (var finding in verdict.Findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{finding}\n  fix: {finding.Fix.Replace("\n", "\n       ", StringComparison.Ordinal)}\n");
            if (!finding.Environments.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"  of: {string.Join(", ", finding.Environments)}\n");
        }

        return text.ToString();
    }
}
