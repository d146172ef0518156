namespace Showcase.Hosting;

/// <summary>The web host that <c>api</c> and <c>web</c> share.</summary>
internal static class WebHost
{
    /// <summary>How long requests in flight may take to finish after SIGTERM. The container's stop grace period has to be longer.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static WebApplicationBuilder CreateBuilder()
    {
        // No settings file is read here, so none is watched: a host full of containers runs out of inotify watches.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        Logs.Configure(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddProblemDetails();
        return builder;
    }
}
