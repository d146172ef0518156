using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Output;

namespace Slipway.Build.Tests.Frosting;

/// <summary>One run of the host on the real engine, with the program's own output.</summary>
internal sealed record HostRun(int ExitCode, IReadOnlyList<string> Calls, string Output, string Errors)
{
    /// <summary>Runs the first of the tasks as the target, unless the arguments name another.</summary>
    public static HostRun Of(Type[] tasks, string[]? arguments = null, Action<CakeHost>? configure = null)
    {
        var journal = new Journal();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var quiet = new QuietOutput(output, errors);
        var host = CakeHost.Create()
            .ConfigureServices(quiet.Register)
            .ConfigureServices(services => services.AddSingleton(journal))
            .UseContext<JournalContext>();
        // Not by AddAssembly: each test has tasks of its own.
        host.ConfigureServices(services =>
        {
            foreach (var task in tasks) services.AddSingleton(typeof(IFrostingTask), task);
        });
        configure?.Invoke(host);
        var code = quiet.ExitCode(host.Run(arguments ?? [$"--target={tasks[0].Name}"]));
        return new HostRun(code, [.. journal.Calls.Where(call => call != "context")], output.ToString(), errors.ToString());
    }
}
