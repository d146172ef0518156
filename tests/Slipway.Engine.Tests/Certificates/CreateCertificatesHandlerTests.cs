using Slipway.Core.Planning.Actions;
using Slipway.Core.Stack;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Certificates;

public class CreateCertificatesHandlerTests : HandlerTest
{
    [Fact]
    public async Task Certificates_are_made_in_their_folder()
    {
        await RunAsync(new CreateCertificates(new CertificateDefinition { Name = "mqtt", Directory = "data", ServerNames = ["mqtt"] }, "/srv/shop/data"));

        Assert.Equal(["/srv/shop/data"], Fake.Certificates.Made);
    }
}
