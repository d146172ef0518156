using System.Diagnostics;
using System.Globalization;

namespace Slipway.Bench.Traffic;

/// <summary>
/// The same work under the same load, with Slipway and with plain <c>docker compose up --build --wait</c>, one after the other on one host:
/// deployments of production and of development in turn, each with a changed source, a release that becomes healthy and then fails and is
/// rolled back, and a step back to the release before. Compose has no way back but to bring the old source again.
/// </summary>
internal static class TrafficBenchmark
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);

    // What is under way when the last deployment has ended comes to its end within the load.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);

    /// <summary>Measures and prints.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="program">The path of <c>Build.dll</c>.</param>
    /// <param name="deployments">How many deployments each environment gets.</param>
    /// <returns>0; 1 where Slipway lost something.</returns>
    public static async Task<int> RunAsync(string repository, string program, int deployments)
    {
        await using var place = new BenchPlace(repository, program);
        Say($"cloning to {place.Name} and making first releases");
        await place.MakeAsync();
        await place.SlipwayAsync(false, "--target=DeployDev");
        await place.SlipwayAsync(false, "--target=InitEnv", "--environment=prod");
        await place.SlipwayAsync(false, "--target=DeployProd");

        var slipway = await MeasureAsync(place, "Slipway", deployments,
            environment => place.SlipwayAsync(false, environment == "dev" ? "--target=DeployDev" : "--target=DeployProd"),
            async () =>
            {
                if ((await place.SlipwayAsync(true, "--target=DeployProd")).ExitCode == 0) throw new InvalidOperationException("the release that fails was not rolled back.");
            },
            () => place.SlipwayAsync(false, "--target=Rollback", "--environment=prod"));

        Say("handing the containers over to Compose");
        place.SendToCompose();
        await place.ComposeAsync("prod");
        await place.ComposeAsync("dev");
        var compose = await MeasureAsync(place, "Compose", deployments,
            place.ComposeAsync,
            async () =>
            {
                await place.ComposeAsync("prod");
                place.Fix();
                await place.ComposeAsync("prod");
                place.Break();
            },
            async () =>
            {
                place.Change();
                await place.ComposeAsync("prod");
            });

        Print(deployments, slipway, compose);
        return slipway is { Failed: 0, Lost: 0, Doubled: 0, DroppedByDev: 0 } ? 0 : 1;
    }

    private static async Task<LoadFigures> MeasureAsync(BenchPlace place, string name, int deployments, Func<string, Task> deploy, Func<Task> deployBroken, Func<Task> goBack)
    {
        await using var load = await Load.StartAsync(place.ProdUrl, place.HttpsPort);
        await Task.Delay(Calm);
        var began = Stopwatch.GetTimestamp();
        for (var number = 1; number <= deployments; number++)
        {
            place.Change();
            foreach (var environment in new[] { "prod", "dev" })
            {
                load.Work = environment == "dev" ? Work.Dev : Work.Prod;
                await deploy(environment);
                Say(string.Create(CultureInfo.InvariantCulture, $"{name}: {environment} {number} of {deployments}, {load.Requests} requests"));
            }
        }

        load.Work = Work.Prod;
        place.Break();
        await deployBroken();
        place.Fix();
        Say($"{name}: a release that fails was rolled back");
        await goBack();
        Say($"{name}: went back");
        var elapsed = Stopwatch.GetElapsedTime(began);
        await Task.Delay(Settling);
        var figures = await load.EndAsync(place.TitlesAsync, elapsed);
        foreach (var failure in load.Failures) Say($"{name}: {failure}");
        // What comes after it takes long, and may fail.
        Say($"{name}: {figures}");
        return figures;
    }

    private static void Print(int deployments, LoadFigures slipway, LoadFigures compose)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{deployments} deployments of each environment, one release that fails, one step back; GETs, POSTs with bodies, requests of 10 s and 50 WebSockets on production"));
        Console.WriteLine($"  {"",-44}  {"Slipway",12}  {"Compose",12}");
        Row("requests", figures => $"{figures.Requests}");
        Row("failed", figures => $"{figures.Failed}");
        Row("longest gap, ms", figures => $"{figures.LongestGapMs:0}");
        Row("POSTs that were confirmed", figures => $"{figures.Posts}");
        Row("  of them lost", figures => $"{figures.Lost}");
        Row("  doubled", figures => $"{figures.Doubled}");
        Row("production's sockets dropped by dev", figures => $"{figures.DroppedByDev}");
        Row("production's sockets ended by its own deploys", figures => $"{figures.EndedByProd}");
        Row("latency at P99 before, ms", figures => $"{figures.P99BeforeMs:0.0}");
        Row("  added during the deployments, ms", figures => $"{figures.P99DuringMs - figures.P99BeforeMs:0.0}");
        Row("deployments, s", figures => $"{figures.Elapsed.TotalSeconds:0}");

        void Row(string what, Func<LoadFigures, FormattableString> value) =>
            Console.WriteLine($"  {what,-44}  {FormattableString.Invariant(value(slipway)),12}  {FormattableString.Invariant(value(compose)),12}");
    }

    private static void Say(string text) => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {text}");
}
