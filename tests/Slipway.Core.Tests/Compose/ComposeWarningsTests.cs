using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

public class ComposeWarningsTests
{
    private const string Printed =
        """
        time="2026-11-28T22:18:21Z" level=warning msg="The \"TAG\" variable is not set. Defaulting to a blank string."
        time="2026-11-28T22:18:21Z" level=warning msg="The \"TAG\" variable is not set. Defaulting to a blank string."
        time="2026-11-28T22:18:21Z" level=warning msg="/srv/a\\b.yml: the attribute `version` is obsolete, it will be ignored"
        time="2026-11-28T22:18:21Z" level=debug msg="nothing"
        something else
        """;

    [Fact]
    public void Each_warning_is_read_once() =>
        Assert.Equal(
            ["The \"TAG\" variable is not set. Defaulting to a blank string.", "/srv/a\\b.yml: the attribute `version` is obsolete, it will be ignored"],
            ComposeWarnings.Read(Printed).AsEnumerable());

    [Fact]
    public void A_warning_of_a_variable_names_it() =>
        Assert.Equal(["TAG", null], ComposeWarnings.Read(Printed).Select(ComposeWarnings.UnsetVariable));
}
