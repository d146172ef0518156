using Slipway.Core.Edge;

namespace Slipway.Core.Tests.Edge;

public class DeveloperPasswordTests
{
    [Theory]
    [InlineData("short", "has 5 characters; it needs 12")]
    [InlineData("correct\thorse battery", "has a control character")]
    [InlineData("ann-shop-dev-2026", "is one of those that are tried first")]
    [InlineData("üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü", "is longer than the 72 bytes that bcrypt takes")]
    [InlineData("aaaaaaaaaaaa", "is one of those that are tried first")]
    [InlineData("horse battery 7 staple", null)]
    public void What_is_wrong_with_a_password_is_said_without_it(string password, string? problem) =>
        Assert.Equal(problem, DeveloperPassword.Problem(password, "ann", "shop", "dev"));
}
