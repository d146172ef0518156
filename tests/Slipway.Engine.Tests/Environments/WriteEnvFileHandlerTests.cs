using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Environments;

public class WriteEnvFileHandlerTests : HandlerTest
{
    [Fact]
    public async Task A_new_env_file_is_written_and_the_operator_is_told()
    {
        await RunAsync(new WriteEnvFile("/srv/shop/.env.dev"));

        Assert.Equal($"PASSWORD={Secret}\n", Files["/srv/shop/.env.dev"]);
        Assert.Equal(["warn made /srv/shop/.env.dev with fresh random secrets (mode 0600); keep it, the data is locked with them"], Fake.Report.Lines);
    }

    [Fact]
    public async Task An_env_file_that_was_created_since_is_not_overwritten()
    {
        Files["/srv/shop/.env.dev"] = "PASSWORD=by-hand\n";

        var error = await FailAsync(new WriteEnvFile("/srv/shop/.env.dev"));

        Assert.Equal("/srv/shop/.env.dev was created since the plan was made; it is not overwritten.", error.Message);
        Assert.Equal("PASSWORD=by-hand\n", Files["/srv/shop/.env.dev"]);
    }
}
