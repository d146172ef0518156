using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Slipway.Adapters;
using Slipway.Adapters.Tests.Validation;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;
using Slipway.Engine.Validation;

namespace Slipway.Bench;

/// <summary>
/// The whole of Validate beside the two calls of <c>docker compose config</c> that it cannot do without. All three are measured in
/// turns, so that what else the machine does falls on all of them.
/// </summary>
internal static class ValidateBenchmark
{
    private const int Rounds = 30;

    /// <summary>Measures and prints.</summary>
    /// <param name="definition">The <c>stack.yaml</c>.</param>
    public static async Task<int> RunAsync(string definition)
    {
        var host = LocalHost.Create(new SilentReport(), new NobodyToAsk(), new StopRequest());
        var location = new StackLocation(definition, Path.GetFileName(definition), Path.Combine(Path.GetTempPath(), "slipway-bench-state"));
        using var folder = host.Files.CreateTemporaryFolder();
        var reader = new StackReader(new StackSession(host, location));
        var renderer = new ComposeRenderer(host, location);
        var environments = reader.ReadFiles().Environments.Select(environment => (Draft: environment, Env: EnvFileOf(environment))).ToImmutableArray();

        var calls = new (string Name, Func<Task> Run)[]
        {
            ("the two calls of docker compose config, one after the other", async () =>
            {
                foreach (var environment in environments) await RenderAsync(environment.Draft, environment.Env);
            }),
            ("the two calls of docker compose config, side by side", () => Task.WhenAll(environments.Select(environment => RenderAsync(environment.Draft, environment.Env)))),
            ($"the whole of Validate: {RuleBook.Rules.Length} rules, files, git, host, DNS, certificates", () => new StackValidator(new StackSession(host, location)).CheckAsync(deep: true, null, CancellationToken.None)),
        };

        foreach (var (_, run) in calls) await run();
        var times = calls.Select(_ => new List<double>()).ToImmutableArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var call = 0; call < calls.Length; call++)
            {
                var began = Stopwatch.GetTimestamp();
                await calls[call].Run();
                times[call].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds} rounds, milliseconds: median, 90th percentile; share of the two calls"));
        for (var call = 0; call < calls.Length; call++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Percentile(times[call], 0.5),7:0}  {Percentile(times[call], 0.9),7:0}  {Percentile(times[call], 0.5) / Percentile(times[0], 0.5),5:0.00}  {calls[call].Name}"));
        }

        return 0;

        // Where an environment is not set up, its template stands for its env file, as in Validate.
        string? EnvFileOf(EnvironmentDraft environment)
        {
            if (!environment.Env.IsMissing) return environment.EnvPath.Length > 0 ? environment.EnvPath : null;
            var path = Path.Combine(folder.Path, environment.Definition.Name.ToString());
            host.Files.WriteText(path, environment.Env.File.Text);
            return path;
        }

        Task<RenderedCompose> RenderAsync(EnvironmentDraft environment, string? env) =>
            renderer.RenderAsync(environment.Definition.Compose, env, [ComposeRenderer.EdgeNetwork(environment.Edge)], environment.Redactor, CancellationToken.None);
    }

    private static double Percentile(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));
}
