using Slipway.Adapters.Http;
using Slipway.Adapters.Processes;
using Slipway.Core.Edge;
using Slipway.Core.Health;

namespace Slipway.Adapters.Tests.Docker;

public sealed class CaddyProbeTests : IDisposable
{
    private readonly Place place = new();
    private readonly EdgeProbe edge = new();

    public void Dispose() => place.Dispose();

    [DockerFact]
    public async Task A_site_behind_Caddys_own_authority_and_basic_auth_answers_to_its_user_only()
    {
        var hash = (await Container.DockerAsync(["run", "--rm", "--interactive", "--pull=never", "caddy:2", "caddy", "hash-password"], input: "right\n")).Trim();
        place.Write("Caddyfile", $$"""
            {
                admin off
            }
            dev.localhost {
                tls internal
                basic_auth {
                    developer {{hash}}
                }
                respond /health 200
                respond /broken "not today" 503
                redir /moved /health
            }
            """);
        await using var caddy = await Container.StartAsync("caddy:2", ["--publish", "127.0.0.1::443", "--volume", $"{place["Caddyfile"]}:/etc/caddy/Caddyfile:ro"]);
        var port = await caddy.PortAsync(443);
        await caddy.WaitAsync(async () => (await AskAsync("/health", "developer", "right")).Status is not null);

        Assert.Equal(new ProbeResult(200, ""), await AskAsync("/health", "developer", "right"));
        Assert.Equal(401, (await AskAsync("/health", "developer", "wrong")).Status);
        Assert.Equal(401, (await AskAsync("/health", null, null)).Status);
        Assert.Equal(new ProbeResult(503, "not today"), await AskAsync("/broken", "developer", "right"));
        Assert.Equal(new ProbeResult(302, "redirects to /health"), await AskAsync("/moved", "developer", "right"));
        // Caddy has no certificate for other names, and says so in the greeting.
        Assert.Null((await edge.AskAsync(new Probe("https://other.localhost/health", port, false), null, null, default)).Status);

        async Task<ProbeResult> AskAsync(string path, string? user, string? password) =>
            (await edge.AskAsync(new Probe($"https://dev.localhost{path}", port, user is not null), user, password, default)) with { Body = "", Latency = TimeSpan.Zero };
    }

    [DockerFact]
    public async Task What_Caddy_counts_by_host_is_read_from_it()
    {
        place.Write("Caddyfile", """
            {
                https_port 8443
                metrics {
                    per_host
                }
            }
            https://shop.localhost, https://other.localhost {
                tls internal
                encode gzip
                handle /down {
                    reverse_proxy 127.0.0.1:1
                }
                handle {
                    respond "well"
                }
            }
            """);
        await using var caddy = await Container.StartAsync("caddy:2", ["--publish", "127.0.0.1::8443", "--volume", $"{place["Caddyfile"]}:/etc/caddy/Caddyfile:ro"]);
        var port = await caddy.PortAsync(8443);
        await caddy.WaitAsync(async () => (await AskAsync("other.localhost", "/")).Status is not null);
        Assert.Equal("0 requests at the edge, 0 errors", (await TallyAsync(SoakTally.Empty)).ToString());
        var tally = await TallyAsync(SoakTally.Empty);

        for (var request = 0; request < 5; request++) Assert.Equal(200, (await AskAsync("shop.localhost:8443", "/")).Status);
        for (var request = 0; request < 3; request++) Assert.Equal(502, (await AskAsync("shop.localhost", "/down")).Status);
        tally = await TallyAsync(tally);

        Assert.Equal((8, 3, 5), (tally.Requests, tally.Errors, tally.Edge.Timed));
        Assert.InRange(tally.Edge.P95Seconds!.Value, 0, 1);

        Task<ProbeResult> AskAsync(string host, string path) => edge.AskAsync(new Probe($"https://{host}{path}", port, false), null, null, default);

        async Task<SoakTally> TallyAsync(SoakTally before)
        {
            var metrics = await new CommandRunner("test").RunAsync(CaddyCommands.Metrics(caddy.Name));
            return before.With(EdgeReading.Parse(metrics.Output, ["shop.localhost"]));
        }
    }
}
