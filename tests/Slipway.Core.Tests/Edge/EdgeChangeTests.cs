using Slipway.Core.Edge;
using Slipway.Core.Secrets;

namespace Slipway.Core.Tests.Edge;

public class EdgeChangeTests
{
    private const string Hash = "$2a$14$zrbKkqyBcsjGxP3bIBvYNu7XPoOYNzYHWGyRlGgCvUjpO1kPxXyCu";

    private static readonly Redactor Redactor = new(["the-token-of-now", "the-token-before"]);

    [Fact]
    public void A_secret_that_changes_shows_that_it_does_and_not_what_it_is() =>
        Assert.Equal(
            new EdgeChange("sites/a.caddy", EdgeChangeKind.Change, "--- sites/a.caddy\n+++ sites/a.caddy\n@@ -1 +1 @@\n-header X-Token ***\n+header X-Token ***\n"),
            EdgeChange.Of(EdgeFile.Of("sites/a.caddy", "header X-Token the-token-of-now\n"), "header X-Token the-token-before\n", Redactor));

    [Fact]
    public void A_hash_that_stands_in_a_site_is_not_shown() =>
        Assert.Equal(
            new EdgeChange("sites/a.caddy", EdgeChangeKind.Add, "--- /dev/null\n+++ sites/a.caddy\n@@ -0,0 +1 @@\n+ada ***\n"),
            EdgeChange.Of(EdgeFile.Of("sites/a.caddy", $"ada {Hash}\n"), null, Redactor));

    [Fact]
    public void Of_users_is_told_that_they_change_and_no_more() =>
        Assert.Equal(new EdgeChange("access/a.users", EdgeChangeKind.Users, null), EdgeChange.Of(EdgeFile.Users("access/a.users", "ada", "secret"), $"ada {Hash}\n", Redactor));

    [Fact]
    public void A_file_that_goes_is_shown_as_it_was() =>
        Assert.Equal(
            new EdgeChange("sites/a.caddy", EdgeChangeKind.Remove, "--- sites/a.caddy\n+++ /dev/null\n@@ -1 +0,0 @@\n-respond ok\n"),
            EdgeChange.Of(EdgeFile.Removed("sites/a.caddy"), "respond ok\n", Redactor));
}
