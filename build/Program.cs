using Cake.Frosting;
using Output;

Terminal.PlainWherePiped();
if (TargetNames.ProblemIn(args) is { } problem) return Terminal.Refuse(problem);

var output = new QuietOutput(Console.Out, Console.Error);
return output.ExitCode(CakeHost.Create()
    .ConfigureServices(output.Register)
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .Run(args));
