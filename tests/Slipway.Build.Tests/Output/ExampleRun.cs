using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Build.Tests.Output;

/// <summary>A run as the executor reports it: good, then a step that fails and the undo of both.</summary>
internal static class ExampleRun
{
    public static Step Build { get; } = Of("build-images", "Build api, web [new]");

    public static Step Start { get; } = Of("start-services", "Start api") with { UndoTitle = "start release 2026-11-20.1 again" };

    public static Core.Planning.Plan Plan { get; } = new()
    {
        Stack = "makapix",
        Intent = new Intent(IntentKind.Deploy, Named.Dev),
        Fingerprint = "",
        Steps = [Build, Start, Of("check-health", "Check services")],
    };

    /// <summary>Reports the run; <paramref name="look"/> is called in the middle of the first step.</summary>
    public static void Play(IReport report, Action? look = null)
    {
        using (report.Activity("reading stack.yaml and the host")) report.Warn("run 3 was interrupted [see History]");
        report.Begin(Plan);
        report.StepStarted(Build);
        report.StepLine(Build, "#1 [api 1/2] RUN \u001b[32mdotnet publish\u001b[0m\twith a title\u001b]0;x\u0007");
        report.StepLine(Build, "::add-mask::x ##[error]no");
        look?.Invoke();
        report.StepDone(Build, "api sha256:1", TimeSpan.FromSeconds(12.345));
        report.StepStarted(Start);
        report.StepLine(Start, "Container makapix-dev-api  Error");
        report.StepFailed(Start, "`docker compose up` ended with exit code 1.", TimeSpan.FromSeconds(125));
        report.UndoStarted(Start);
        report.StepLine(Start, "Container makapix-dev-api  Started");
        report.UndoEnded(Start, null, TimeSpan.FromSeconds(1));
        report.UndoStarted(Build);
        report.UndoEnded(Build, "no space\nleft", TimeSpan.FromSeconds(0.04));
        report.End();
        report.Say("::dev serves release 2026-11-20.1 at https://development.makapix.localhost/a/rather/long/address");
    }

    private static Step Of(string id, string title) => new(id, Phase.Up, title, "since the test wants it", new RunCommands(ImmutableArray.Create(Command.Of("true"))));

}
