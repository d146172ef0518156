using Cake.Frosting;
using Output;

Terminal.PlainWherePiped();
if (TargetNames.ProblemIn(args) is { } problem) return Terminal.Refuse(problem);

return Terminal.ExitCode(CakeHost.Create()
    .ConfigureServices(Terminal.UseCalmOutput)
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .Run(args));
