namespace Slipway.Adapters.Tests.Docker;

/// <summary>Who enters development's site, and what keeps search engines out.</summary>
public sealed class DevelopmentSiteTests(RunningEdge edge) : IClassFixture<RunningEdge>
{
    private const string NoIndex = "noindex, nofollow";

    [DockerFact]
    public async Task Only_open_paths_and_robots_txt_need_no_password_and_no_answer_is_for_search_engines()
    {
        var application = await AskAsync("/", "right");
        Assert.StartsWith("application, asked by ", application.Body, StringComparison.Ordinal);
        Assert.Equal(new Answer(200, application.Body, NoIndex, "", "text/plain; charset=utf-8"), application);

        Assert.Equal(new Answer(401, "", NoIndex, "", ""), await AskAsync("/"));
        Assert.Equal(401, (await AskAsync("/", "wrong")).Status);
        Assert.Equal(application, await AskAsync("/api/auth/github/callback?code=1"));
        Assert.Equal(application, await AskAsync("/api/health"));
        Assert.Equal(new Answer(200, "User-agent: *\nDisallow: /\n", NoIndex, "", "text/plain; charset=utf-8"), await AskAsync("/robots.txt"));
        Assert.Equal(200, (await edge.AskAsync($"{RunningEdge.Vault}/robots.txt")).Status);
    }

    [DockerTheory]
    [InlineData("/api/health/")]
    [InlineData("/api/health/../users")]
    [InlineData("/api/health/%2e%2e/users")]
    [InlineData("/api/health/..%2fusers")]
    [InlineData("/api/health%2fmore")]
    [InlineData("/api/health%00")]
    [InlineData("/api/healthy")]
    [InlineData("/none")]
    [InlineData("none")]
    public async Task What_only_looks_like_an_open_path_is_closed(string path)
    {
        Assert.InRange((await AskAsync(path.StartsWith('/') ? path : "/?" + path)).Status, 400, 401);
        Assert.Equal(401, (await edge.AskAsync($"{RunningEdge.Vault}/api/health")).Status);
    }

    [DockerFact]
    public async Task Without_open_paths_all_is_closed()
    {
        await edge.OpenAsync(Core.Edge.SiteTemplate.NoPath);
        try
        {
            Assert.Equal(401, (await AskAsync("/api/health")).Status);
            Assert.Equal(401, (await AskAsync("/none")).Status);
            Assert.Equal(200, (await AskAsync("/api/health", "right")).Status);
            Assert.Equal(200, (await AskAsync("/robots.txt")).Status);
        }
        finally
        {
            await edge.OpenAsync("/api/auth/github/callback /api/health");
        }
    }

    private Task<Answer> AskAsync(string path, string? password = null) => edge.AskAsync(RunningEdge.Site + path, password);
}
