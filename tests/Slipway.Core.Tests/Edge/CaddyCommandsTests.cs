using Slipway.Core.Edge;

namespace Slipway.Core.Tests.Edge;

public class CaddyCommandsTests
{
    [Fact]
    public void Validate_adapts_what_is_staged_and_loads_nothing() =>
        Assert.Equal("docker exec --interactive edge caddy validate --config /etc/caddy/state/staged/Caddyfile --adapter caddyfile", CaddyCommands.Validate("edge").ToString());

    [Fact]
    public void Reload_loads_the_file_that_the_edge_starts_from() =>
        Assert.Equal("docker exec --interactive edge caddy reload --config /etc/caddy/state/Caddyfile --adapter caddyfile", CaddyCommands.Reload("edge").ToString());

    [Fact]
    public void A_password_to_hash_is_no_argument() =>
        Assert.Equal("docker exec --interactive edge caddy hash-password", CaddyCommands.HashPassword("edge").ToString());
}
