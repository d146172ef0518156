using Showcase.Web;

namespace Showcase.Tests.Web;

public sealed class PageTests
{
    private const string Hostile = """<script>alert("1")</script><b a='x'>&amp;""";
    private const string Encoded = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;b a=&#39;x&#39;&gt;&amp;amp;";
    private static readonly DateTime Written = new(2025, 6, 3, 4, 5, 59, DateTimeKind.Utc);
    private static readonly WebSettings Settings = new("dev", "2025-06-03.1", "http://api:8080", "https://development.makapix.example/api");

    [Fact]
    public void A_post_is_shown_with_its_author_and_the_minute_it_was_written()
    {
        var html = Render(new ApiPost("pixel_fan", "Hello", "World", Written, null));

        Assert.Contains("<article><h3>Hello</h3><p>World</p><small>pixel_fan, 2025-06-03 04:05 UTC</small></article>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_that_the_devices_know_says_so()
    {
        var html = Render(new ApiPost("pixel_fan", "Hello", "World", Written, Written.AddSeconds(1)));

        Assert.Contains("<small>pixel_fan, 2025-06-03 04:05 UTC, announced</small>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_brings_no_markup_of_its_own_in_any_field()
    {
        var html = Render(new ApiPost(Hostile, Hostile, Hostile, Written, null));

        Assert.Contains($"<article><h3>{Encoded}</h3><p>{Encoded}</p><small>{Encoded}, 2025-06-03 04:05 UTC</small></article>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_else_on_the_page_is_encoded_too()
    {
        WebSettings settings = new(Hostile, Hostile, "http://api:8080", Hostile);

        var html = new Page(settings).Render(Hostile, [], Hostile);

        Assert.Contains($"<title>Makapix ({Encoded})</title>", html, StringComparison.Ordinal);
        Assert.Contains($"<dd id=\"environment\">{Encoded}</dd>", html, StringComparison.Ordinal);
        Assert.Contains($"<dd id=\"release\">{Encoded}</dd>", html, StringComparison.Ordinal);
        Assert.Contains($"<dd id=\"api-release\">{Encoded}</dd>", html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{Encoded}/posts\">{Encoded}</a>", html, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"note\" role=\"status\">{Encoded}</p>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_about_the_template_is_a_text_and_fills_nothing_in()
    {
        var html = Render(new ApiPost("pixel_fan", "{{release}}", "{{posts}} {{unknown}}", Written, null));

        Assert.Contains("<h3>{{release}}</h3><p>{{posts}} {{unknown}}</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_and_signs_of_other_scripts_stay_what_they_are_for_the_reader()
    {
        var html = Render(new ApiPost("pixel_fan", "Füße 🎨", "one\ntwo", Written, null));

        Assert.Contains("<p>one\ntwo</p>", html, StringComparison.Ordinal);
        Assert.Contains("Füße 🎨", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Posts_stand_in_the_order_they_came_in()
    {
        var html = Render(new ApiPost("a", "Second", "", Written, null), new ApiPost("a", "First", "", Written, null));

        Assert.True(html.IndexOf("Second", StringComparison.Ordinal) < html.IndexOf("First", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_without_posts_note_and_API_says_so_and_leaves_no_placeholder()
    {
        var html = new Page(Settings).Render(null, [], null);

        Assert.Contains("<dd id=\"environment\">dev</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dd id=\"release\">2025-06-03.1</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dd id=\"api-release\">does not answer</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<p>None to show.</p>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"note\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
    }

    private static string Render(params ApiPost[] posts) => new Page(Settings).Render("2025-06-03.1", posts, null);
}
