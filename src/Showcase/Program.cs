using Showcase.Api;
using Showcase.Health;
using Showcase.Hosting;
using Showcase.Migrate;
using Showcase.Web;
using Showcase.Worker;

try
{
    return args switch
    {
        ["api"] => await ApiRole.RunAsync(),
        ["worker"] => await WorkerRole.RunAsync(),
        ["web"] => await WebRole.RunAsync(),
        ["migrate"] => await MigrateRole.RunAsync(list: false),
        ["migrate", "--list"] => await MigrateRole.RunAsync(list: true),
        ["health", string target] => await HealthRole.RunAsync(target),
        _ => throw new StopException(
            2,
            $"""
            {(args.Length == 0 ? "No role was given." : $"There is no role '{string.Join(' ', args)}'.")} The roles are:
              api               the HTTP interface under /api
              worker            takes jobs from the queue
              web               the page
              migrate           applies the migrations of this image
              migrate --list    shows applied and pending migrations
              health <url>      exit 0 when the address answers 2xx within 3 s
                                (or file:<path>?maxAgeSeconds=<n>: when the file is that fresh)
            """),
    };
}
catch (StopException stop)
{
    await Console.Error.WriteLineAsync(stop.Message);
    return stop.ExitCode;
}
