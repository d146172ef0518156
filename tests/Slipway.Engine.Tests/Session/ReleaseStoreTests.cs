using Slipway.Engine.Session;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Session;

public class ReleaseStoreTests : HandlerTest
{
    [Fact]
    public void A_release_of_an_older_format_is_read()
    {
        Files[Desired.Paths.Manifest(Named.Dev, Release)] =
            """
            {"id":"2026-11-20.2","environment":"dev","createdUtc":"2026-11-20T14:10:02+00:00","source":{"commit":null,"dirty":false},"fingerprint":"f","envFileFingerprint":"e",
             "services":{"api":{"image":"i","imageId":"sha256:1f","specification":"s","since":"2026-11-20.2"}},"volumes":["v"],"sites":{}}
            """;

        var manifest = new ReleaseStore(Fake.Files, Desired.Paths, Named.Dev).ReadManifest(Release)!;

        Assert.Equal((null, null, null, null, null), (manifest.By, manifest.EnvVersion, manifest.ComposeFingerprint, manifest.Routes, manifest.Access));
    }
}
