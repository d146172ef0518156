using Slipway.Adapters.Http;
using Slipway.Core.Planning;

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
}
