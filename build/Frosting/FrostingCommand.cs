using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Core.Scripting;
using Cake.Core.Tooling;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>The one command of the host: a run, or one of the lists and facts asked for instead.</summary>
internal sealed class FrostingCommand(IServiceCollection services) : Command<FrostingSettings>
{
    public override int Execute(CommandContext context, FrostingSettings settings, CancellationToken cancellationToken)
    {
        services.AddSingleton<ICakeArguments>(context.Remaining.ToCakeArguments(settings.Targets));
        services.AddSingleton(context.Remaining);
        var provider = services.BuildServiceProvider();
        try
        {
            Execute(provider, settings);
            return 0;
        }
#pragma warning disable CA1031 // Do not catch general exception types: this is the top of the program.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return provider.GetRequiredService<ICakeLog>().LogException(exception);
        }
    }

    private static void Execute(ServiceProvider provider, FrostingSettings settings)
    {
        if (settings.Version || settings.Info)
        {
            var console = provider.GetRequiredService<IConsole>();
            if (settings.Version) provider.GetRequiredService<VersionFeature>().Run(console);
            else provider.GetRequiredService<InfoFeature>().Run(console);
            return;
        }

        // The verbosity of the configuration is known only in the working directory, whose absence is reported already.
        var log = provider.GetRequiredService<ICakeLog>();
        log.Verbosity = settings.Verbosity ?? Verbosity.Normal;
        SetWorkingDirectory(provider, settings);
        log.Verbosity = provider.GetRequiredService<ICakeConfiguration>().GetVerbosity(settings.Verbosity);

        var host = HostFor(provider, settings);
        var runner = provider.GetRequiredService<FrostingRunner>();
        // Cake 7.0.0 installs a tool only when its files are enumerated (ToolInstaller.Install is an iterator).
        var installer = provider.GetRequiredService<IToolInstaller>();
        foreach (var tool in provider.GetServices<PackageReference>()) _ = installer.Install(tool).Count();
        if (settings.Exclusive) host.Settings.UseExclusiveTarget();
        runner.Run(host, settings.Targets);
    }

    private static void SetWorkingDirectory(ServiceProvider provider, FrostingSettings settings)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var wanted = settings.WorkingDirectory ?? provider.GetService<WorkingDirectory>()?.Path;
        var directory = wanted?.MakeAbsolute(environment) ?? environment.WorkingDirectory;
        if (!provider.GetRequiredService<IFileSystem>().Exist(directory))
            throw new FrostingException($"The working directory '{directory.FullPath}' does not exist.");
        environment.WorkingDirectory = directory;
    }

    private static IScriptHost HostFor(ServiceProvider provider, FrostingSettings settings) => settings switch
    {
        { DryRun: true } => provider.GetRequiredService<DryRunScriptHost<IFrostingContext>>(),
        { Tree: true } => provider.GetRequiredService<TreeScriptHost>(),
        { Description: true } => provider.GetRequiredService<DescriptionScriptHost>(),
        _ => provider.GetRequiredService<BuildScriptHost<IFrostingContext>>(),
    };
}
