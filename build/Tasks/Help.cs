using Cake.Core;
using Cake.Frosting;
using Output;

[TaskName(nameof(Help))]
[TaskDescription("Lists the targets and the options.")]
public sealed class Help : FrostingTask
{
    public override void Run(ICakeContext context)
    {
        foreach (var line in HelpText.Lines(TargetList.Of(typeof(Help).Assembly), Options.All, Terminal.Script, Terminal.Width))
            Console.Out.WriteLine(line);
    }
}
