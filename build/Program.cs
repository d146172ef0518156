using Cake.Frosting;
using Output;
using Slipway.Core.Commands;
using Targets;

GuardedWriter.GuardConsole();
Terminal.PlainWherePiped();
var line = CommandLine.Read(args);
Invocation.Stack = StackOption.ReadForMessages(line);
if ((TargetNames.ProblemIn(line) ?? DryRun.ProblemIn(line)) is { } problem) return Terminal.Refuse(problem);
if (line.IsDryRun) return DryRun.Of(line, Run, Console.Out.WriteLine);

var code = Run(line.Arguments);
if (line.IsTree && code == 0) foreach (var text in PipelineText.Lines(TargetList.All)) Console.Out.WriteLine(text);
return code;

static int Run(IReadOnlyList<string> arguments)
{
    var output = new QuietOutput(Console.Out, Console.Error);
    return output.ExitCode(CakeHost.Create()
        .ConfigureServices(output.Register)
        .UseContext<BuildContext>()
        .UseLifetime<BuildLifetime>()
        .Run(arguments));
}
