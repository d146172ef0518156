using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>
/// The points of a first deployment of development and of a later one of production, with every ending: a sample of them, or all.
/// Several workspaces take the points in turn: a deployment mostly waits for containers.
/// </summary>
internal sealed class Matrix(BuildUnderTest build, ITestOutputHelper output)
{
    private const int Lanes = 3;

    /// <summary>After so many points that went wrong, the rest says nothing new.</summary>
    private const int FailuresAtMost = 6;

    /// <summary>More of them are no accident.</summary>
    private const int TriedAgainAtMost = 3;

    private readonly PointSample sample = PointSample.OfSettings();
    private readonly TaskCompletionSource<Measured> measuring = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<(CutPoint Point, int Number)> left = [];
    private readonly ConcurrentBag<(CutOutcome Outcome, int Number)> outcomes = [];

    /// <summary>
    /// Points at which a visitor was turned away and that were tried once more: a reload of Caddy ends the retries of requests that
    /// wait, which no deployment can help. Whatever else goes wrong is wrong at once.
    /// </summary>
    private readonly ConcurrentDictionary<int, bool> triedAgain = [];

    /// <summary>Goes through the points, and asserts that each came to its end. Prints the table in any case.</summary>
    public async Task RunAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => Task.Run(() => WorkAsync(measures: number == 0))));

        var all = outcomes.OrderBy(pair => pair.Number).Select(pair => pair.Outcome).ToArray();
        var failed = all.Where(outcome => !outcome.IsHealthy).ToArray();
        output.WriteLine(CutOutcome.Table(all));
        output.WriteLine(sample.ToString());
        PointSample.Remember(failed.Select(outcome => outcome.Point));
        output.WriteLine($"{all.Length} deployments were interrupted, {failed.Length} did not come to their end, {triedAgain.Count} were tried twice because a visitor was turned away, in {Stopwatch.GetElapsedTime(began):mm\\:ss}");
        Assert.True(failed.Length == 0, string.Join('\n', failed.Select(outcome => $"{outcome.Point}: {outcome.Result}")));
        Assert.Empty(left);
    }

    /// <summary>One workspace after the other: where a point went wrong, the next ones begin in a new one.</summary>
    private async Task WorkAsync(bool measures)
    {
        do
        {
            try
            {
                await Workspace.TellAsync(build, TestStack.Small, output, place => WorkInAsync(place, measures));
            }
            catch (PointFailedException)
            {
                // It is among the outcomes.
            }
            catch (Exception error) when (measures)
            {
                measuring.TrySetException(error);
                throw;
            }
        }
        while (!left.IsEmpty && outcomes.Count(pair => !pair.Outcome.IsHealthy) < FailuresAtMost);
    }

    private async Task WorkInAsync(Workspace place, bool measures)
    {
        place.IsQuiet = true;
        var site = await SmallSite.MakeAsync(place);
        if (measures && !measuring.Task.IsCompleted) await MeasureAsync(place, site);
        var measured = await measuring.Task;
        await using var lane = Lane.Open(place, site, measured.Plans);
        while (left.TryDequeue(out var next))
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                outcomes.Add((await lane.CutAsync(next.Point, IsAgain(next.Number)), next.Number));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                output.WriteLine($"{next.Point} went wrong at {TimeProvider.System.GetUtcNow():HH:mm:ss.fff}: {error}");
                if (error is RequestsFailedException && triedAgain.Count < TriedAgainAtMost && triedAgain.TryAdd(next.Number, true))
                {
                    left.Enqueue(next);
                    throw new PointFailedException(error);
                }

                outcomes.Add((new CutOutcome(next.Point, "", "", $"WRONG: {error.Message.ReplaceLineEndings(" ")}", Stopwatch.GetElapsedTime(began), false), next.Number));
                throw new PointFailedException(error);
            }
        }

        if (lane.MadeTwice > 0) output.WriteLine($"{place.Name}: {lane.MadeTwice} connections to production were made twice");
    }

    /// <summary>At every fourth point Resume and Abort are killed as well: at one before a step, at another inside.</summary>
    private static bool IsAgain(int number) => (number + (number / 4)) % 4 == 0;

    /// <summary>A whole run of each deployment: its plan, its points, and how long its steps take.</summary>
    private async Task MeasureAsync(Workspace place, SmallSite site)
    {
        var plans = ImmutableDictionary.CreateBuilder<string, ImmutableArray<PlannedStep>>();
        var runs = ImmutableDictionary.CreateBuilder<string, ImmutableArray<LedgerEntry>>();
        foreach (var (environment, target) in new[] { ("dev", "DeployDev"), ("prod", "DeployProd") })
        {
            if (environment == "prod") site.ChangeProd();
            var steps = PlannedStep.Of(await place.JsonAsync("--target=Plan", $"--for={target}"));
            var deployed = (await place.RunAsync($"--target={target}")).MustEndWith(0);
            var run = place.LastEntries(environment);
            Assert.Equal(["runStarted", .. steps.SelectMany(step => new[] { $"stepStarted {step.Id}", $"stepDone {step.Id}" }), "runDone"], run.Select(entry => entry.ToString()));
            await site.MustServeNewestAsync(environment);
            output.WriteLine($"{target}: {steps.Length} steps in {deployed.Elapsed.TotalSeconds:0.0} s");
            plans.Add(environment, steps);
            runs.Add(environment, run);
        }

        var points = Enum.GetValues<Ending>().SelectMany(ending => runs.SelectMany(run => CutPoint.Of(run.Key, run.Value, ending)));
        foreach (var point in sample.Of([.. points.Select((point, number) => (point, number))])) left.Enqueue(point);

        measuring.SetResult(new Measured(plans.ToImmutable()));
    }

    private sealed record Measured(ImmutableDictionary<string, ImmutableArray<PlannedStep>> Plans);

    private sealed class PointFailedException(Exception cause) : Exception(cause.Message, cause);
}
