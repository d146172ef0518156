using System.Diagnostics;
using System.Globalization;
using System.Text;
using Slipway.Core.Problems;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;
using Slipway.Engine.Validation;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>
/// Files that would cost memory or time without bounds, too large to stand in a case. They are refused before Compose is started,
/// within the two seconds and the memory that a definition may cost.
/// </summary>
[Collection(nameof(HostileFilesTests))]
[CollectionDefinition(nameof(HostileFilesTests), DisableParallelization = true)]
public sealed class HostileFilesTests
{
    private const int TenMegabytes = 10 * 1024 * 1024;
    private const int MostAllocated = 100 * 1024 * 1024;
    private const string Yaml = "this is not readable YAML: ";
    private const string Readable = "(expected keys of one mapping below each other, indented with spaces, and every quote and bracket closed)";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly string Base = Path.Combine(Repository.Folder, "tests", "cases", "validate", "base");

    /// <summary>What a file of the base stack becomes, and the problems.</summary>
    public static TheoryData<string, string, string> Hostile => new()
    {
        { "10 MB", "stack.yaml", "stack.yaml: the file is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "compose.yml", "compose.yml: the file is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "compose.dev.yml", "compose.dev.yml: the file is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "extended.yml", "compose.yml:7 services/app/extends: extended.yml is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "included.yml", "compose.yml:1 include[0]: included.yml is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "loaded.env", "compose.yml:7 services/app/env_file: loaded.env is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "dev.env", "dev.env: the file is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "template.env", "template.env: the file is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB", "dev.caddy", "dev.caddy: the file is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "10 MB in one line", "compose.yml", "compose.yml: the file is larger than 1 MiB (expected a text of a few hundred lines)" },
        { "1 MB in one line", "stack.yaml", "stack.yaml:1: should be a mapping, not text" },
        { "deep lists", "stack.yaml", $"stack.yaml:1: {Yaml}it is nested deeper than 64 levels {Readable}" },
        { "deep lists", "compose.yml", $"compose.yml:1: {Yaml}it is nested deeper than 64 levels {Readable}" },
        { "deep lists", "compose.prod.yml", $"compose.prod.yml:1: {Yaml}it is nested deeper than 64 levels {Readable}" },
        { "deep mappings", "compose.yml", $"compose.yml:64: {Yaml}it is nested deeper than 64 levels {Readable}" },
        { "deep mappings", "included.yml", $"included.yml:64: {Yaml}it is nested deeper than 64 levels {Readable}" },
        { "many values", "compose.yml", $"compose.yml:1: {Yaml}it has more than 25000 values {Readable}" },
        { "many values far below", "compose.yml", $"compose.yml:51: {Yaml}it has more than 25000 values {Readable}" },
        { "alias bomb", "compose.yml", "compose.yml: with its aliases written out, the file has more than 200000 values (expected fewer aliases of aliases)" },
        { "alias bomb", "compose.dev.yml", "compose.dev.yml: with its aliases written out, the file has more than 200000 values (expected fewer aliases of aliases)" },
        { "alias bomb", "extended.yml", "extended.yml: with its aliases written out, the file has more than 200000 values (expected fewer aliases of aliases)" },
        { "merge bomb", "compose.yml", "compose.yml: with its aliases written out, the file has more than 200000 values (expected fewer aliases of aliases)" },
        { "chain of extends", "compose.yml", "compose.yml:34 services/s32/extends: more than 32 services extend each other, one the next (expected fewer of them)" },
        { "doubling", "dev.env", "dev.env:14 K13: the value becomes longer than 65536 characters (expected shorter values)" },
        { "long values", "dev.env", "dev.env:66: the values up to here are longer than 4 MiB together (expected fewer references to long values)" },
        { "many keys", "dev.env", "dev.env:10001: the file has more than 10000 keys (expected an env file of a few hundred lines)" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_file_without_bounds_is_refused_in_bounds(string what, string file, string expected)
    {
        using var place = Stack();
        Use(place, file);
        place.Write(file, Text(what));

        var (problems, elapsed, allocated) = Refusal(place);

        Assert.Equal(expected, string.Join('\n', problems));
        Assert.InRange(elapsed, TimeSpan.Zero, Longest);
        Assert.InRange(allocated, 0, MostAllocated);
    }

    [Theory]
    [InlineData("many duplicates", "stack.yaml")]
    [InlineData("many duplicates", "compose.yml")]
    [InlineData("many aliases to nothing", "stack.yaml")]
    [InlineData("many aliases to nothing", "compose.yml")]
    [InlineData("many unknown keys", "stack.yaml")]
    [InlineData("no assignments", "dev.env")]
    [InlineData("doubling without end", "dev.env")]
    [InlineData("unknown placeholders", "dev.caddy")]
    [InlineData("includes that double", "compose.yml")]
    [InlineData("long chain of extends", "compose.yml")]
    public void Mistakes_without_end_are_refused_in_bounds_too(string what, string file)
    {
        using var place = Stack();
        place.Write(file, Text(what));
        for (var index = 0; index < 60; index++) place.Write($"i{index}.yml", $"include: [i{index + 1}.yml, ./i{index + 1}.yml, ../{Path.GetFileName(place.Path)}/i{index + 1}.yml]\n");

        var (problems, elapsed, allocated) = Refusal(place);

        Assert.InRange(problems.Length, 1, 102);
        Assert.InRange(elapsed, TimeSpan.Zero, Longest);
        Assert.InRange(allocated, 0, MostAllocated);
    }

    [Theory]
    [InlineData("stack.yaml", "stack.yaml: the file is a folder (expected a file)")]
    [InlineData("compose.yml", "compose.yml: the file is a folder (expected a file)")]
    [InlineData("extended.yml", "compose.yml:7 services/app/extends: extended.yml is a folder (expected a file)")]
    [InlineData("loaded.env", "compose.yml:7 services/app/env_file: loaded.env is a folder (expected a file)")]
    [InlineData("dev.env", "dev.env: the file is a folder (expected a file)")]
    [InlineData("dev.caddy", "dev.caddy: the file is a folder (expected a file)")]
    public void A_folder_in_place_of_a_file_is_told(string file, string expected)
    {
        using var place = Stack();
        Use(place, file);
        File.Delete(place[file]);
        Directory.CreateDirectory(place[file]);

        Assert.Equal(expected, string.Join('\n', Refusal(place).Problems));
    }

    private static Place Stack()
    {
        var place = new Place();
        foreach (var file in Directory.EnumerateFiles(Base)) place.Write(Path.GetFileName(file), File.ReadAllText(file));
        return place;
    }

    private static void Use(Place place, string file)
    {
        var common = File.ReadAllText(place["compose.yml"]);
        if (file is "extended.yml") place.Write("compose.yml", common.Replace("  app:\n", $"  app:\n    extends: {{file: {file}, service: app}}\n", StringComparison.Ordinal));
        if (file is "loaded.env") place.Write("compose.yml", common.Replace("  app:\n", $"  app:\n    env_file: {file}\n", StringComparison.Ordinal));
        if (file is "included.yml") place.Write("compose.yml", $"include: [{file}]\n{common}");
    }

    private static (string[] Problems, TimeSpan Elapsed, long Allocated) Refusal(Place place)
    {
        var host = LocalHost.Create(new SilentReport(), new NobodyToAsk(), new StopRequest()) with { Commands = new NoCommands() };
        var session = new StackSession(host, new StackLocation(place["stack.yaml"], "stack.yaml", place["state"]));
        for (var attempt = 1; ; attempt++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            var refusal = Assert.Throws<SlipwayException>(() => new StackReader(session.Again()).ReadFiles());
            var elapsed = watch.Elapsed;
            // On a machine that has other work, one attempt says little.
            if (elapsed > Longest && attempt < 3) continue;
            return ([.. refusal.Failure.What.Split("\n    ").Skip(1)], elapsed, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
    }

    private static string Text(string what) => what switch
    {
        "10 MB" => Lines(TenMegabytes / 8, index => $"k{index:000000}:"),
        "10 MB in one line" => new string('x', TenMegabytes),
        "1 MB in one line" => new string('x', 1_000_000),
        "deep lists" => new string('[', 500_000),
        "deep mappings" => Lines(1000, index => $"{new string(' ', index)}a:"),
        "many values" => $"x: [{string.Join(',', Enumerable.Repeat("1", 500_000))}]\n",
        "many values far below" => Lines(50, index => $"{new string(' ', index)}{new string('k', 60)}:") + $"{new string(' ', 50)}[{string.Join(',', Enumerable.Repeat("1", 480_000))}]\n",
        "alias bomb" => "x0: &a0 lol\n" + Lines(30, index => $"x{index + 1}: &a{index + 1} [{string.Join(", ", Enumerable.Repeat($"*a{index}", 9))}]"),
        "merge bomb" => "x0: &a0 {k: lol}\n" + Lines(30, index => $"x{index + 1}: &a{index + 1} {{<<: [*a{index}, *a{index}], l{index}: *a{index}}}"),
        "chain of extends" => "services:\n" + Lines(34, index => $"  s{index}: {{extends: s{index + 1}}}") + "  s34: {image: busybox}\n",
        "long chain of extends" => "services:\n  s0: {image: busybox}\n" + Lines(15_000, index => $"  s{index + 1}: {{extends: s{index}}}"),
        "doubling" => "K0=xxxxxxxxxx\n" + Lines(13, index => $"K{index + 1}=${{K{index}}}${{K{index}}}"),
        "doubling without end" => "K0=xxxxxxxxxx\n" + Lines(10_000, index => $"K{index + 1}=${{K{index}}}${{K{index}}}"),
        "long values" => $"K0={new string('x', 64_000)}\n" + Lines(1000, index => $"K{index + 1}=${{K0}}"),
        "many keys" => Lines(100_000, index => $"K{index}="),
        "many duplicates" => Lines(200_000, _ => "a: 1"),
        "many aliases to nothing" => $"x: [{string.Join(',', Enumerable.Repeat("*a", 300_000))}]\n",
        "many unknown keys" => Lines(100_000, index => $"k{index}: 1"),
        "no assignments" => Lines(500_000, _ => "x"),
        "unknown placeholders" => string.Concat(Enumerable.Repeat("{$X}\n", 200_000)),
        "includes that double" => "include: [i0.yml]\nservices: {}\nx: *nothing\n",
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static string Lines(int count, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++) text.Append(CultureInfo.InvariantCulture, $"{line(index)}\n");
        return text.ToString();
    }
}
