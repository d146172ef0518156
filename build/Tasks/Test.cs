using System.Text.Json.Nodes;
using Cake.Core;
using Cake.Frosting;
using Slipway.Core.Json;
using Slipway.Core.Problems;
using Testing;

[TaskName(nameof(Test))]
[TaskDescription("Runs every test of the project.")]
[Under(Headings.Project, 30)]
[Option("--all", "try every point of the matrix of interruptions, not a sample")]
[Takes(Options.Json)]
public sealed class Test : FrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override void Run(BuildContext context)
    {
        var count = TestRun.Run(context, isWhole: context.Flag("all"));
        context.Job.Tested(count);
        var json = new JsonObject { ["passed"] = count.Passed, ["failed"] = count.Failed, ["skipped"] = count.Skipped };
        context.WriteJson(JsonText.Of(json));
        context.Say(count.ToString());
        if (count.Failed > 0 || count.Passed == 0)
            throw new CakeException((int)ExitCode.Failed, "Tests failed; their messages are above.");
    }
}
