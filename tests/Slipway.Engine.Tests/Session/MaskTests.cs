using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class MaskTests
{
    [Fact]
    public void The_secrets_of_env_files_are_masked_once_and_nothing_else_of_them_is()
    {
        var masked = new List<string>();
        var host = new FakeHost().Host with { Mask = masked.Add };
        var env = new Dictionary<string, string>
        {
            ["DB_PASSWORD"] = "open sesame",
            ["API_TOKEN"] = "open sesame",
            ["TLS_PRIVATE"] = "first line\nsecond line",
            ["PIN_SECRET"] = "1234",
            ["LOG_LEVEL"] = "information",
        };

        var redactor = host.RedactorFor(env);

        Assert.Equal(["open sesame", "first line\nsecond line"], masked);
        Assert.Equal("the word is ***", redactor.Clean("the word is open sesame"));
    }
}
