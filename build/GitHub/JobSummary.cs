using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Reports;
using Slipway.Core.Text;
using Slipway.Core.Validation;
using Slipway.Engine.Planning;
using Testing;

namespace GitHub;

/// <summary>What a job's page says of a target: Markdown, and never a secret.</summary>
internal static class JobSummary
{
    private const int MostFindings = 50;

    /// <summary>What would happen.</summary>
    public static string OfPlan(Slipway.Core.Planning.Plan plan, JobLinks links) => Join(
        $"### Plan of {Markdown.Text(plan.Intent.Target)}",
        plan.Changes
            ? $"{Count.Of(plan.Steps.Length, "step")} for {Place(plan)}. Predicted downtime: {Downtime(plan.DowntimeSeconds)}."
            : $"Nothing to do for {Place(plan)}.",
        Changes(plan),
        links.Line);

    /// <summary>What happened.</summary>
    public static string OfRun(RunOutcome outcome, JobLinks links) => Join(
        $"### {Markdown.Text(outcome.Plan.Intent.Target)}: done",
        outcome.Plan.Changes
            ? $"{Count.Of(outcome.Plan.Steps.Length, "step")} run for {Place(outcome.Plan)}."
            : $"Nothing to do for {Place(outcome.Plan)}.",
        outcome.Url.Length == 0 ? "" : $"Address: {Markdown.Link(outcome.Url, outcome.Url)}",
        outcome.Maintenance is null ? "" : $"**{Markdown.Text(outcome.Plan.Intent.Environment.ToString())} is under maintenance.**",
        Traffic(outcome.Traffic),
        Changes(outcome.Plan),
        links.Line);

    /// <summary>What failed, and where the system stands.</summary>
    public static string OfFailure(string target, Failure failure, JobLinks links) => Join(
        $"### {Markdown.Text(target)}: failed",
        failure.What.Contains('\n', StringComparison.Ordinal)
            ? Markdown.Block(failure.What.Split('\n'))
            : $"**{Markdown.Text(failure.What)}**",
        string.Join('\n', new[] { ("Why", failure.Why), ("Do", failure.Do), ("Now", failure.Now) }
            .Where(part => part.Item2.Length > 0).Select(part => $"- {part.Item1}: {Markdown.Text(part.Item2)}")),
        Markdown.Text(failure.Measured),
        failure.Evidence.IsEmpty ? "" : Markdown.Folded($"Last lines of {failure.EvidenceOf}", Markdown.Block(failure.Evidence)),
        links.Line);

    /// <summary>What became of the tests.</summary>
    public static string OfTests(TestCount count, JobLinks links) =>
        Join("### Tests", $"{count.Passed} passed, {count.Failed} failed, {count.Skipped} skipped", links.Line);

    /// <summary>What the rules found.</summary>
    public static string OfFindings(Verdict verdict, JobLinks links) => Join(
        "### Validate",
        verdict.Findings.IsEmpty ? "No rule is broken." : FindingsText.Sum(verdict),
        Markdown.Table(["severity", "place", "rule", "finding"], verdict.Findings.Take(MostFindings).Select(Row)),
        verdict.Findings.Length > MostFindings ? $"and {verdict.Findings.Length - MostFindings} more" : "",
        links.Line);

    private static ImmutableArray<string> Row(Finding finding) =>
        [Finding.Word(finding.Severity), Markdown.Code($"{finding.Place}"), Markdown.Code(finding.Rule), Markdown.Text(finding.Message)];

    private static string Changes(Slipway.Core.Planning.Plan plan)
    {
        var changed = plan.Cost.Services.Where(service => service.Effect != ServiceEffect.Keep);
        var steps = plan.Steps.Select(step => $"1. {Markdown.Code(step.Id)}: {Markdown.Text(step.Title)}");
        return Join(
            Markdown.Table(["service", "change", "downtime", "why"], changed.Select(Row)),
            string.Join('\n', plan.Notes.Where(note => note.StartsWith('!')).Select(note => $"- **{Markdown.Text(note[1..])}**")),
            plan.Changes ? Markdown.Folded(Count.Of(plan.Steps.Length, "step"), string.Join('\n', steps)) : "");
    }

    private static ImmutableArray<string> Row(ServiceCost service) =>
        [Markdown.Code(service.Name), Change(service.Effect), Downtime(service), Markdown.Text(service.Reason)];

    private static string Traffic(ImmutableArray<TrafficFigures> traffic) => Markdown.Table(
        ["traffic", "requests", "failed", "longest gap", "sockets dropped", "p99 before", "p99 during"],
        traffic.Select(figures => (ImmutableArray<string>)
        [
            Markdown.Text(figures.Environment.ToString()), Number(figures.Requests), Number(figures.FailedRequests),
            string.Create(CultureInfo.InvariantCulture, $"{figures.LongestGapMs / 1000.0:0.0} s"),
            $"{figures.DroppedSockets} of {figures.Sockets}", Latency(figures.Before), Latency(figures.During),
        ]));

    private static string Change(ServiceEffect effect) => effect switch
    {
        ServiceEffect.Start => "started",
        ServiceEffect.Add => "added",
        ServiceEffect.ReplaceBeside => "rolling replacement",
        ServiceEffect.ReplaceInPlace => "replaced in place",
        ServiceEffect.Remove => "removed",
        _ => "kept",
    };

    private static string Downtime(ServiceCost service) =>
        service.Downtime is { } downtime ? Downtime(downtime.Seconds) : "until it is started again";

    private static string Downtime(double seconds) =>
        seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"about {seconds:0.#} s") : "none";

    private static string Latency(LatencyFigures? latency) =>
        latency is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{latency.P99Ms:0} ms");

    private static string Place(Slipway.Core.Planning.Plan plan) =>
        Markdown.Text($"{plan.Stack} {plan.Intent.Environment}{(plan.Release is { } release ? $", release {release}" : "")}");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Join(params IEnumerable<string> parts) => string.Join("\n\n", parts.Where(part => part.Length > 0));
}
