using Slipway.Core.Json;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Session;

public class EnvVersionsTests : HandlerTest
{
    [Fact]
    public void A_version_that_was_damaged_is_whole_again_when_it_is_kept_again()
    {
        var name = Versions.Keep(EarlierEnv);
        Files[$"/state/shop/dev/env/{name}"] = "another text";
        Assert.Null(Versions.Read(CanonicalJson.Sha256(EarlierEnv)));

        Versions.Keep(EarlierEnv);

        Assert.Equal(EarlierEnv, Versions.Read(CanonicalJson.Sha256(EarlierEnv)));
    }
}
