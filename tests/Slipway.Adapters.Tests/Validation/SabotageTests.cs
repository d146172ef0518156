using System.Security.Cryptography;
using System.Text;
using Slipway.Core.Environments;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;
using Slipway.Engine.Validation;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>The stack Makapix as it stands, with env files made from its templates, and one line of it changed for the worse.</summary>
public sealed class SabotageTests
{
    private static readonly string Cases = Path.Combine(Repository.Folder, "tests", "cases", "sabotages");

    /// <summary>The sabotages' names.</summary>
    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Cases, "*.case").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [DockerTheory]
    [MemberData(nameof(Names))]
    public async Task A_sabotage_gives_the_findings_that_it_should_and_no_other(string name)
    {
        var file = Path.Combine(Cases, name + ".case");
        var sabotage = RuleCase.Parse(await File.ReadAllTextAsync(file));

        var found = await CheckAsync(sabotage);

        if (Environment.GetEnvironmentVariable("SLIPWAY_APPROVE") == "1") await File.WriteAllTextAsync(file, sabotage.With(found));
        else Assert.Equal(sabotage.Expected, found);
    }

    [DockerFact]
    public async Task Without_a_sabotage_nothing_is_found() => Assert.Equal("", await CheckAsync(null));

    private static async Task<string> CheckAsync(RuleCase? sabotage)
    {
        using var place = new Place();
        foreach (var folder in (string[])["compose/makapix", "caddy", "env-templates/makapix", "src/Showcase"]) BundledStackTests.Copy(folder, place[folder]);
        var stack = place["compose/makapix"];
        foreach (var environment in (string[])["prod", "dev"])
        {
            var made = EnvTemplate.Fill(await File.ReadAllTextAsync(place[$"env-templates/makapix/{environment}.env"]), null, Known(environment));
            Write(Path.Combine(stack, $".env.{environment}"), made.Text);
        }

        foreach (var section in sabotage?.Broken ?? [])
        {
            var path = Path.GetFullPath(section.File, stack);
            Write(path, section.Apply(await File.ReadAllTextAsync(path))!);
        }

        var host = LocalHost.Create(new SilentReport(), new NobodyToAsk(), new StopRequest()) with { Source = new TrackedFiles([]) };
        var session = new StackSession(host, new StackLocation(Path.Combine(stack, "stack.yaml"), "compose/makapix/stack.yaml", place["state"]));
        var facts = await new FactsRenderer(session).RenderAsync(new StackReader(session).ReadFiles(), CancellationToken.None);
        var verdict = RuleBook.Check(facts with { Host = BundledStackTests.Good, Now = new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero) });
        return RuleCaseTests.Told(verdict).Replace(place.Path, "/srv", StringComparison.Ordinal);
    }

    private static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    // The same secrets at every run, so that a sabotage can name one: of each environment the first, the second and so on.
    private static Func<int, string> Known(string environment)
    {
        var made = 0;
        return length => $"s{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{environment}-{made++}")))}"[..length];
    }
}
