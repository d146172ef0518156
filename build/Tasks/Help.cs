using Cake.Common;
using Cake.Core;
using Cake.Frosting;
using Output;
using Slipway.Core.Commands;
using Targets;

[TaskName(nameof(Help))]
[TaskDescription("Lists the targets and the options; with --for, those of one target.")]
[Under(Headings.Project, 40)]
[Option("--for=<Target>", "show what this target does, and the options that it takes")]
[Takes(Options.Stack)]
[Example("--for=DeployDev")]
public sealed class Help : FrostingTask
{
    /// <inheritdoc />
    public override void Run(ICakeContext context)
    {
        var lines = context.HasArgument("for")
            ? TargetHelpText.Lines(TargetList.Require(context.Argument<string?>("for", null) ?? "", "for"), Terminal.Width)
            : HelpText.Lines(TargetList.All, Invocation.Script, Terminal.Width);
        foreach (var line in lines) Console.Out.WriteLine(line);
    }
}
