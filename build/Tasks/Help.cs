using Cake.Core;
using Cake.Frosting;
using Output;

[TaskName(nameof(Help))]
[TaskDescription("This list")]
public sealed class Help : FrostingTask
{
    public override void Run(ICakeContext context)
    {
        foreach (var line in HelpText.Lines(TargetList.Of(typeof(Help).Assembly), Arguments.All, Terminal.Script, Terminal.Width))
            Console.Out.WriteLine(line);
    }
}
